import { localBus } from '@msg/core'
import type { Bus, Store, StoreMeta } from '@msg/core'
import { commit } from './commit/commit.ts'
import { importBatch } from './commit/import-batch.ts'
import { createOwnSends } from './commit/own-sends.ts'
import { unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { createAccountStore } from './queries/accounts.ts'
import { claimAliases, readAliased, readAliases } from './queries/aliases.ts'
import { createAttachmentStore } from './queries/attachments.ts'
import { readBlocks, readBlocksBetween } from './queries/blocks.ts'
import { readConversation } from './queries/conversation.ts'
import { readFeed } from './queries/feed.ts'
import { readConversations, readInboxHeads } from './queries/inbox-heads.ts'
import { createFirstInboxPages } from './queries/first-inbox-pages.ts'
import { createInboxPages } from './queries/inbox-pages.ts'
import { createLatestPages } from './queries/latest-pages.ts'
import { readLog } from './queries/log.ts'
import { readMember, readMembers } from './queries/members.ts'
import { readFilteredMessages } from './queries/filtered-messages.ts'
import { createMessagePages, readAround, readMessage, readRevisions } from './queries/messages.ts'
import { createNotifierStore } from './queries/notifiers.ts'
import { searchMessages } from './queries/search.ts'
import { readReads, readReceipts } from './queries/receipts.ts'
import { readRooms } from './queries/rooms.ts'
import { readSlice } from './queries/slice.ts'
import { createTicketStore } from './queries/tickets.ts'
import { readStats } from './queries/stats.ts'
import { readUnread, readUnreadByConversation } from './queries/unread.ts'
import { readUsedId } from './queries/used-id.ts'
import {
  forgetTexts,
  keepLease,
  pruneChanges,
  readLeaseMemo,
  releaseLease,
  sweepDeleted,
  takeLease,
} from './queries/upkeep.ts'
import { readWindows } from './queries/windows.ts'
import { text, truth } from './rows/values.ts'

/** The port over any migrated database: one statement per call. */
export const createStore = (database: Database, meta: StoreMeta, bus: Bus = localBus()): Store => {
  const own = createOwnSends(meta.epoch)
  const pages = createLatestPages()
  const inboxes = createFirstInboxPages()
  const forget = (): void => {
    for (const kept of [own, pages, inboxes]) kept.forget()
  }
  return {
    meta,
    bus,
    slice: (query) => readSlice(database, query),
    usedId: (kind, id) => readUsedId(database, kind, id),
    commitsInLine: database.keepsLine === true,
    commit: (items) => commit({ database, own, pages, forget }, items),
    import: (batch) => importBatch(database, batch),
    conversation: (viewer, id) => readConversation(database, viewer, id),
    rooms: (viewer, page) => readRooms(database, viewer, page),
    inbox: createInboxPages(database, inboxes),
    inboxHeads: (viewer, page) => readInboxHeads(database, viewer, page),
    conversations: (viewer, ids) => readConversations(database, viewer, ids),
    unreadByConversation: (viewer, page) => readUnreadByConversation(database, viewer, page),
    unread: (viewer) => readUnread(database, viewer),
    members: (viewer, id, page) => readMembers(database, viewer, id, page),
    member: (viewer, id, userId) => readMember(database, viewer, id, userId),
    receipts: (viewer, id, page) => readReceipts(database, viewer, id, page),
    reads: (viewer, id, page) => readReads(database, viewer, id, page),
    message: (viewer, id) => readMessage(database, viewer, id),
    messages: createMessagePages(database, pages),
    revisions: (viewer, id) => readRevisions(database, viewer, id),
    filteredMessages: (viewer, id, page) => readFilteredMessages(database, viewer, { id, page }),
    stats: (viewer, id, query) => readStats(database, viewer, { id, query }),
    around: (viewer, id, limit) => readAround(database, viewer, { id, limit }),
    search: (viewer, query) => searchMessages(database, viewer, query),
    blocksBetween: (userId, others) => readBlocksBetween(database, userId, others),
    blocks: (userId, page) => readBlocks(database, userId, page),
    log: (range) => readLog({ database, own, epoch: meta.epoch }, range),
    feed: (viewer, range) => readFeed(database, meta.epoch, viewer, range),
    windows: (viewer) => readWindows(database, viewer),
    alias: (surface, ids) => readAliases(database, surface, ids),
    aliased: (surface, numbers) => readAliased(database, surface, numbers),
    claimAliases: (surface, aliases) => claimAliases(database, surface, aliases),
    lease: (query) => takeLease(database, query),
    keepLease: (kept) => keepLease(database, kept),
    leaseMemo: (name) => readLeaseMemo(database, name),
    release: (name, holder) => releaseLease(database, name, holder),
    prune: (query) => pruneChanges(database, query),
    sweep: (limit) => sweepDeleted(database, limit),
    forgetTexts: (query) => forgetTexts(database, query),
    accounts: createAccountStore(database),
    attachments: createAttachmentStore(database),
    tickets: createTicketStore(database),
    notifiers: createNotifierStore(database, meta.epoch),
    close: () => database.close(),
  }
}

/** @throws unavailable while the database is half a copy of another */
export const readMeta = async (database: Database, durability: StoreMeta['durability']): Promise<StoreMeta> => {
  const [row] = await database.query(
    `select epoch, encode(cursor_key, 'hex') as key, copy_of is not null and copied_at is null as half from msg.meta`,
  )
  if (truth(row?.['half']))
    throw unavailable('half a copy of another database: finish it by `npx @msg/compat copy`', 'none')
  const key = text(row?.['key'])
  return {
    epoch: text(row?.['epoch']),
    cursorKey: Uint8Array.from({ length: key.length / 2 }, (_, at) =>
      Number.parseInt(key.slice(at * 2, at * 2 + 2), 16),
    ),
    durability,
  }
}

/** Makes a copy of a database one of its own: cursors and secrets of the original mean nothing to it. */
export const renewMeta = async (database: Database): Promise<void> => {
  await database.query(`update msg.meta set epoch = gen_random_uuid()::text, pruned_xid = '0',
    cursor_key = sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'))`)
}
