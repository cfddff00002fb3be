import { MsgError } from '../errors.ts'
import { toHex } from '../model/encoding.ts'
import type { MessageId, UserId } from '../model/ids.ts'
import { localBus } from '../ports/bus.ts'
import { systemClock } from '../ports/clock.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { canonicalGroup, isCanonical } from './canonical-sets.ts'
import { commitItem, findUsedId } from './commit.ts'
import { readFeed, readLog, windowsOf } from './log.ts'
import {
  inboxPage,
  memberSeenBy,
  membersPage,
  messageSeenBy,
  messagesPage,
  recordOf,
  sliceOf,
  unreadTotals,
  viewerIn,
} from './queries.ts'
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

  /** A message, and the membership by which the viewer may see it. */
  const messageOf = (viewer: UserId, id: MessageId) => {
    const message = state.messages.get(id)
    const member = message === undefined ? null : viewerIn(state.conversations.get(message.conversationId), viewer)
    if (message === undefined || member === null || member.hidden.has(id)) return null
    return message.seq > (member.endedSeq ?? Infinity) ? null : { message, member }
  }

  return {
    meta: { epoch, cursorKey: crypto.getRandomValues(new Uint8Array(32)), durability: 'none' },
    bus: localBus(),
    slice: (query) =>
      answer(() => {
        const of = query.conversationId ?? state.messages.get(query.messageId ?? '')?.conversationId ?? ''
        const row =
          query.canonicalOf === undefined ? state.conversations.get(of) : canonicalGroup(state, query.canonicalOf)
        if (row === undefined) return null
        const slice = sliceOf(row, query)
        return query.canonicalOf === undefined ? slice : { ...slice, canonical: isCanonical(state, row) }
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
    member: (viewer, id, userId) =>
      answer(() => {
        const row = state.conversations.get(id)
        const member = viewerIn(row, viewer)
        const other = row?.members.get(userId)
        return member === null || other === undefined || other.status === 'removed' ? null : memberSeenBy(other, member)
      }),
    message: (viewer, id) =>
      answer(() => {
        const seen = messageOf(viewer, id)
        return seen === null ? null : messageSeenBy(seen.message, seen.member)
      }),
    revisions: (viewer, id) =>
      answer(() => {
        const seen = messageOf(viewer, id)
        if (seen === null) return null
        const end = seen.member.endedRevision ?? Infinity
        return seen.message.texts.filter(({ revision }) => revision <= end).map(({ body, at }) => ({ body, at }))
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
