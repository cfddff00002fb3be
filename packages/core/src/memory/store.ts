import { MsgError } from '../errors.ts'
import { toHex } from '../model/encoding.ts'
import { localBus } from '../ports/bus.ts'
import { systemClock } from '../ports/clock.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { commitItem, findUsedId } from './commit.ts'
import { readFeed, readLog, windowsOf } from './log.ts'
import { inboxPage, membersPage, messagesPage, recordOf, sliceOf, unreadTotals, viewerIn } from './queries.ts'
import { emptyState } from './state.ts'
import { pruneLog, releaseLease, takeLease } from './upkeep.ts'

/**
 * A store in memory: the reference implementation of the port, for tests, for pages without a server, and for trying things
 * out. Gone with the process.
 */
export const createMemoryStore = (options: { readonly clock?: Clock } = {}): Store => {
  const clock = options.clock ?? systemClock()
  const state = emptyState()
  const epoch = toHex(crypto.getRandomValues(new Uint8Array(8)))
  let closed = false

  /** Every call answers later, as a database would, and refuses once closed. */
  const answer = async <T>(read: () => T): Promise<T> => {
    if (closed) throw new MsgError('unavailable', 'the store is closed', { outcome: 'none' })
    return read()
  }

  return {
    meta: { epoch, cursorKey: crypto.getRandomValues(new Uint8Array(32)), durability: 'none' },
    bus: localBus(),
    slice: (query) =>
      answer(() => {
        const row = state.conversations.get(query.conversationId)
        return row === undefined ? null : sliceOf(row, query)
      }),
    usedId: (kind, id) => answer(() => findUsedId(state, kind, id)),
    commit: (items) => answer(() => items.map((item) => commitItem(state, clock, item))),
    conversation: (viewer, id) =>
      answer(() => {
        const row = state.conversations.get(id)
        const member = viewerIn(row, viewer)
        return row === undefined || member === null ? null : recordOf(row, member)
      }),
    inbox: (viewer, page) => answer(() => inboxPage(state, viewer, page)),
    unread: (viewer) => answer(() => unreadTotals(state, viewer)),
    members: (viewer, id, page) =>
      answer(() => {
        const row = state.conversations.get(id)
        const member = viewerIn(row, viewer)
        return row === undefined || member === null ? null : membersPage(row, member, page)
      }),
    message: (viewer, id) =>
      answer(() => {
        const message = state.messages.get(id)?.message
        const member = message && viewerIn(state.conversations.get(message.conversationId), viewer)
        return message && member && message.seq <= (member.endedSeq ?? Infinity) ? message : null
      }),
    messages: (viewer, id, page) =>
      answer(() => {
        const row = state.conversations.get(id)
        const member = viewerIn(row, viewer)
        return row === undefined || member === null ? null : messagesPage(row, member, page)
      }),
    log: (range) => answer(() => readLog(state, epoch, { range, admits: () => true })),
    feed: (viewer, range) => answer(() => readFeed(state, epoch, { viewer, range })),
    windows: (viewer) => answer(() => windowsOf(state, viewer)),
    lease: (query) => answer(() => takeLease(state, clock, query)),
    release: (name, holder) => answer(() => releaseLease(state, clock, { name, holder })),
    prune: (retention) => answer(() => pruneLog(state, retention)),
    close: async () => {
      closed = true
    },
  }
}
