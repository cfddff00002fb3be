import { MsgError } from '../errors.ts'
import { toHex } from '../model/encoding.ts'
import type { ConversationId, MessageId } from '../model/ids.ts'
import { localBus } from '../ports/bus.ts'
import { systemClock } from '../ports/clock.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store, Viewer } from '../ports/store.ts'
import { memoryAliases } from './aliases.ts'
import { contentsOf, placesOf } from './accounts.ts'
import { memberAt, memberOf } from './as-of.ts'
import { abandonedAttachments, addAttachment, forgetAttachments, waitingAttachments } from './attachments.ts'
import { blockedBy, blocksAmong, blocksPage } from './blocks.ts'
import { canonicalGroup, isCanonical } from './canonical-sets.ts'
import { commitItem } from './commit.ts'
import { beginErasure, eraseStep } from './erase.ts'
import { importBatch } from './import.ts'
import { inboxHeads, inboxPage, unreadCounts, unreadTotals } from './inbox.ts'
import { readFeed, readLog, windowsOf } from './log.ts'
import { filteredPage } from './filtered-messages.ts'
import { isInSight, lensOf, seenThrough } from './lens.ts'
import type { Lens } from './lens.ts'
import type { MessageRow } from './message-row.ts'
import { memoryNotifiers } from './notifiers.ts'
import { membersPage, messagesPage, neighboursOf, recordOf, recordsOf, sliceOf } from './queries.ts'
import { readsPage, receiptsPage } from './receipts.ts'
import { roomsPage } from './rooms.ts'
import { searchMessages } from './search.ts'
import { statsOf } from './stats.ts'
import { emptyState } from './state.ts'
import type { ConversationRow } from './state.ts'
import { forgetTexts } from './texts.ts'
import { expireTickets, putTicket, takeTicket } from './tickets.ts'
import { findUsedId } from './used-ids.ts'
import { keepLease, pruneLog, releaseLease, takeLease } from './upkeep.ts'

/**
 * A store in memory: the reference implementation of the port, for tests, for pages without a server, and for trying things
 * out. Gone with the process.
 */
export const createMemoryStore = (options: { readonly clock?: Clock } = {}): Store => {
  const clock = options.clock ?? systemClock()
  const state = emptyState()
  const aliases = memoryAliases()
  const epoch = toHex(crypto.getRandomValues(new Uint8Array(8)))
  let closed = false

  /** Every call answers later, as a database would, and refuses once closed. */
  const answer = async <T>(read: () => T): Promise<T> => {
    if (closed) throw new MsgError('unavailable', 'the store is closed', { outcome: 'none' })
    return read()
  }

  /** What is read of a conversation that the viewer sees anything of. */
  const seen = <T>(
    viewer: Viewer,
    id: ConversationId,
    read: (row: ConversationRow, lens: Lens) => T,
  ): Promise<T | null> =>
    answer(() => {
      const row = state.conversations.get(id)
      const lens = lensOf(row, viewer)
      return row === undefined || lens === null ? null : read(row, lens)
    })

  /** What is read of a message that the viewer sees. */
  const seenMessage = <T>(
    viewer: Viewer,
    id: MessageId,
    read: (message: MessageRow, lens: Lens, row: ConversationRow) => T,
  ): Promise<T | null> =>
    answer(() => {
      const message = state.messages.get(id)
      const row = state.conversations.get(message?.conversationId ?? '')
      const lens = lensOf(row, viewer)
      if (message === undefined || row === undefined || lens === null || !isInSight(lens, message)) return null
      return read(message, lens, row)
    })

  return {
    meta: { epoch, cursorKey: crypto.getRandomValues(new Uint8Array(32)), durability: 'none' },
    bus: localBus(),
    slice: (query) =>
      answer(() => {
        const of = query.conversationId ?? state.messages.get(query.messageId ?? '')?.conversationId ?? ''
        const row =
          query.canonicalOf === undefined ? state.conversations.get(of) : canonicalGroup(state, query.canonicalOf)
        if (row === undefined || row.deletedAt !== null) return null
        const slice = sliceOf(state, row, query)
        return query.canonicalOf === undefined ? slice : { ...slice, canonical: isCanonical(state, row) }
      }),
    usedId: (kind, id) => answer(() => findUsedId(state, kind, id)),
    commitsInLine: false,
    commit: (items) => answer(() => items.map((item) => commitItem(state, clock, item))),
    import: (batch) => answer(() => importBatch({ state, aliases, clock }, batch)),
    conversation: (viewer, id) => seen(viewer, id, (row, lens) => recordOf(state, row, lens)),
    rooms: (viewer, page) => answer(() => roomsPage(state, viewer, page)),
    inbox: (viewer, page) => answer(() => inboxPage(state, viewer, page)),
    inboxHeads: (viewer, page) => answer(() => inboxHeads(state, viewer, page)),
    conversations: (viewer, ids) => answer(() => recordsOf(state, viewer, ids)),
    unreadByConversation: (viewer, page) => answer(() => unreadCounts(state, viewer, page)),
    unread: (viewer) => answer(() => unreadTotals(state, viewer)),
    members: (viewer, id, page) => seen(viewer, id, (row, lens) => membersPage(row, lens, page)),
    member: (viewer, id, userId) =>
      seen(viewer, id, (row, lens) => {
        const other = memberAt(row, userId, lens.asOf)
        return other === null || other.status === 'removed' ? null : memberOf(other)
      }),
    receipts: (viewer, id, page) =>
      seen(viewer, id, (row, { member }) =>
        member?.status === 'active' ? receiptsPage(row, blockedBy(state, viewer), page) : null,
      ),
    reads: (viewer, id, page) =>
      seen(viewer, id, (row, { member }) =>
        member?.status === 'active' ? readsPage(row, blockedBy(state, viewer), page) : null,
      ),
    message: (viewer, id) => seenMessage(viewer, id, (message, lens) => seenThrough(lens, message)),
    revisions: (viewer, id) =>
      seenMessage(viewer, id, ({ texts }, { asOf }) =>
        texts.filter(({ revision }) => revision <= (asOf ?? Infinity)).map(({ body, at }) => ({ body, at })),
      ),
    messages: (viewer, id, page) => seen(viewer, id, (row, lens) => messagesPage(row, lens, page)),
    filteredMessages: (viewer, id, page) => seen(viewer, id, (row, lens) => filteredPage(row, lens, page)),
    stats: (viewer, id, query) => seen(viewer, id, (row, lens) => statsOf(row, lens, query)),
    around: (viewer, id, limit) =>
      seenMessage(viewer, id, ({ seq }, lens, row) => neighboursOf(row, lens, { seq, limit })),
    search: (viewer, query) => answer(() => searchMessages(state, viewer, query)),
    blocksBetween: (userId, others) => answer(() => blocksAmong(state, userId, others)),
    blocks: (userId, page) => answer(() => blocksPage(state, userId, page)),
    log: (range) => answer(() => readLog(state, epoch, { range, admits: () => true })),
    feed: (viewer, range) => answer(() => readFeed(state, epoch, { viewer, range })),
    windows: (viewer) => answer(() => windowsOf(state, viewer)),
    alias: (surface, ids) => answer(() => aliases.alias(surface, ids)),
    aliased: (surface, numbers) => answer(() => aliases.aliased(surface, numbers)),
    claimAliases: (surface, claimed) => answer(() => aliases.claimAliases(surface, claimed)),
    lease: (query) => answer(() => takeLease(state, clock, query)),
    keepLease: (kept) => answer(() => keepLease(state, clock, kept)),
    leaseMemo: (name) => answer(() => state.leaseMemos.get(name) ?? null),
    release: (name, holder) => answer(() => releaseLease(state, clock, { name, holder })),
    prune: (retention) => answer(() => pruneLog(state, retention)),
    // Deleting purges at once here.
    sweep: () => answer(() => 0),
    forgetTexts: (query) => answer(() => forgetTexts(state, query)),
    accounts: {
      places: (userId, page) => answer(() => placesOf(state, userId, page)),
      contents: (userId, id, page) => answer(() => contentsOf(state, userId, { id, ...page })),
      beginErasure: (userId, tombstone) => answer(() => beginErasure(state, { userId, tombstone })),
      erasures: () => answer(() => [...state.erasures.keys()]),
      eraseStep: (userId, limit) => answer(() => eraseStep(state, clock, { userId, limit })),
    },
    attachments: {
      add: (owner, attachment) => answer(() => addAttachment(state, clock, { owner, attachment })),
      waiting: (owner, ids) => answer(() => waitingAttachments(state, { owner, now: clock.now() }, ids)),
      abandoned: (limit) => answer(() => abandonedAttachments(state, clock, limit)),
      forget: (ids) => answer(() => forgetAttachments(state, clock, ids)),
    },
    tickets: {
      put: (ticket) => answer(() => putTicket(state, clock, ticket)),
      take: (hash) => answer(() => takeTicket(state, clock, hash)),
      expire: (limit) => answer(() => expireTickets(state, clock, limit)),
    },
    notifiers: memoryNotifiers({ state, clock, epoch, answer }),
    close: async () => {
      closed = true
    },
  }
}
