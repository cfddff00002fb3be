import { MsgError } from '@msg/core'
import type { Store } from '@msg/core'
import type { FaultPlan, StoreMethod } from './fault-plan.ts'

/** What may have happened although the answer was lost. */
const writing: ReadonlySet<StoreMethod> = new Set<StoreMethod>(['commit', 'import', 'beginErasure', 'eraseStep'])

/**
 * A store whose calls fail or come late as a plan says, as those of a database behind a bad network do: rejected with
 * `unavailable`, saying whether a write may have happened.
 */
export const faultyStore = (store: Store, plan: FaultPlan): Store => {
  const through = async <Answer>(method: StoreMethod, call: () => Promise<Answer>): Promise<Answer> => {
    const fault = plan.next(method)
    if (fault === 'lost before') throw lost('none')
    const answer = await call()
    if (fault === 'lost after') throw lost(writing.has(method) ? 'unknown' : 'none')
    if (fault === 'late') await aWhile()
    return answer
  }
  return {
    meta: store.meta,
    bus: store.bus,
    attachments: store.attachments,
    tickets: store.tickets,
    accounts: {
      places: (userId, page) => through('places', () => store.accounts.places(userId, page)),
      contents: (userId, id, page) => through('contents', () => store.accounts.contents(userId, id, page)),
      beginErasure: (userId, tombstone) =>
        through('beginErasure', () => store.accounts.beginErasure(userId, tombstone)),
      erasures: () => through('erasures', () => store.accounts.erasures()),
      eraseStep: (userId, limit) => through('eraseStep', () => store.accounts.eraseStep(userId, limit)),
    },
    notifiers: store.notifiers,
    slice: (query) => through('slice', () => store.slice(query)),
    usedId: (kind, id) => through('usedId', () => store.usedId(kind, id)),
    commitsInLine: store.commitsInLine,
    commit: (items) => through('commit', () => store.commit(items)),
    import: (batch) => through('import', () => store.import(batch)),
    conversation: (viewer, id) => through('conversation', () => store.conversation(viewer, id)),
    rooms: (viewer, page) => through('rooms', () => store.rooms(viewer, page)),
    inbox: (viewer, page) => through('inbox', () => store.inbox(viewer, page)),
    inboxHeads: (viewer, page) => through('inboxHeads', () => store.inboxHeads(viewer, page)),
    conversations: (viewer, ids) => through('conversations', () => store.conversations(viewer, ids)),
    unreadByConversation: (viewer, page) =>
      through('unreadByConversation', () => store.unreadByConversation(viewer, page)),
    unread: (viewer) => through('unread', () => store.unread(viewer)),
    members: (viewer, id, page) => through('members', () => store.members(viewer, id, page)),
    member: (viewer, id, userId) => through('member', () => store.member(viewer, id, userId)),
    receipts: (viewer, id, page) => through('receipts', () => store.receipts(viewer, id, page)),
    reads: (viewer, id, page) => through('reads', () => store.reads(viewer, id, page)),
    message: (viewer, id) => through('message', () => store.message(viewer, id)),
    messages: (viewer, id, page) => through('messages', () => store.messages(viewer, id, page)),
    filteredMessages: (viewer, id, page) => through('filteredMessages', () => store.filteredMessages(viewer, id, page)),
    stats: (viewer, id, query) => through('stats', () => store.stats(viewer, id, query)),
    around: (viewer, id, limit) => through('around', () => store.around(viewer, id, limit)),
    search: (viewer, query) => through('search', () => store.search(viewer, query)),
    revisions: (viewer, id) => through('revisions', () => store.revisions(viewer, id)),
    blocksBetween: (userId, others) => through('blocksBetween', () => store.blocksBetween(userId, others)),
    blocks: (userId, page) => through('blocks', () => store.blocks(userId, page)),
    log: (range) => through('log', () => store.log(range)),
    feed: (viewer, range) => through('feed', () => store.feed(viewer, range)),
    windows: (viewer) => through('windows', () => store.windows(viewer)),
    alias: (surface, ids) => through('alias', () => store.alias(surface, ids)),
    aliased: (surface, numbers) => through('aliased', () => store.aliased(surface, numbers)),
    claimAliases: (surface, aliases) => through('claimAliases', () => store.claimAliases(surface, aliases)),
    lease: (query) => through('lease', () => store.lease(query)),
    keepLease: (kept) => through('keepLease', () => store.keepLease(kept)),
    leaseMemo: (name) => through('leaseMemo', () => store.leaseMemo(name)),
    release: (name, holder) => through('release', () => store.release(name, holder)),
    prune: (query) => through('prune', () => store.prune(query)),
    sweep: (limit) => through('sweep', () => store.sweep(limit)),
    forgetTexts: (query) => through('forgetTexts', () => store.forgetTexts(query)),
    close: () => store.close(),
  }
}

const lost = (outcome: 'none' | 'unknown'): MsgError =>
  new MsgError('unavailable', 'the connection to the database was lost', { outcome })

/** Long enough for others to come first. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
