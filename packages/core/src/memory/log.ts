import { MsgError } from '../errors.ts'
import { sees } from '../delivery/audience.ts'
import type { UserId } from '../model/ids.ts'
import type { Receipt } from '../model/receipt.ts'
import { feedLimit } from '../ports/store.ts'
import type { LoggedChange, LogPage, LogRange, Window } from '../ports/store.ts'
import { memberAt, memberOf, membersAt, stateOf } from './as-of.ts'
import { blockedBy } from './blocks.ts'
import { readerOf } from './lens.ts'
import { messageAsOf } from './message-row.ts'
import { hydratedPersonal, isPersonalRow } from './personal.ts'
import { receiptOf } from './receipts.ts'
import type { ConversationLogRow, ConversationRow, LogRow, MemoryState } from './state.ts'

/** In memory a snapshot is the number of changes there were. */
export const countOf = (snapshot: string): number => {
  if (!/^\d{1,15}$/.test(snapshot)) throw new MsgError('invalid_cursor', 'this snapshot is malformed')
  return Number(snapshot)
}

/** Whom a read is for. */
interface Reading {
  readonly range: LogRange
  readonly admits: (logged: LoggedChange) => boolean
  /** Whose the subjects are as of: for a conversation somebody left, its end. */
  readonly endIn?: (row: ConversationRow) => End | null
}

/** The last revision, and the last message, somebody who left sees. */
interface End {
  readonly asOf: number
  readonly until: number
}

export const readLog = (state: MemoryState, epoch: string, { range, admits, endIn = () => null }: Reading): LogPage => {
  const end = range.upTo === undefined ? state.log.length : countOf(range.upTo)
  const snapshot = String(end)
  if (range.after === null) return { changes: [], snapshot, more: false }
  const start = Math.max(countOf(range.after), range.position ?? 0, state.pruned)
  const changes: LoggedChange[] = []
  for (let index = start; index < end; index += 1) {
    const row = state.log[index]
    if (row === undefined) break
    const logged = hydrated(state, { row, position: index + 1, epoch, endIn })
    if (!admits(logged)) continue
    if (changes.length === range.limit) return { changes, snapshot, more: true }
    changes.push(logged)
  }
  return { changes, snapshot, more: false }
}

export const readFeed = (
  state: MemoryState,
  epoch: string,
  { viewer, range }: { viewer: UserId; range: LogRange },
): LogPage | 'resync' => {
  if (range.after !== null && !isKept(state, countOf(range.after))) return 'resync'
  const windows = new Map(windowsOf(state, viewer).map((window) => [window.conversationId, window]))
  const blocked = blockedBy(state, viewer)
  const admits = (logged: LoggedChange): boolean => {
    const { conversationId, actor } = logged.change
    if (conversationId === null) return logged.owner === viewer
    if (logged.audience === 'actor') return actor === viewer
    if (logged.change.type === 'receipt.advanced' && blocked.has(actor)) return false
    const window = windows.get(conversationId)
    return window !== undefined && sees(window, logged)
  }
  const endIn = (row: ConversationRow): End | null => {
    const { status, endedRevision, endedSeq } = row.members.get(viewer) ?? {}
    return status === 'left' ? { asOf: endedRevision ?? 0, until: endedSeq ?? 0 } : null
  }
  if (range.position === undefined) {
    const behind = readLog(state, epoch, { range: { ...range, limit: feedLimit }, admits })
    if (behind.more) return 'resync'
  }
  return readLog(state, epoch, { range, admits, endIn })
}

/** The changes at these positions, as far as they are kept, in log order. */
export const changesAt = (state: MemoryState, epoch: string, positions: readonly number[]): readonly LoggedChange[] =>
  [...new Set(positions)]
    .toSorted((a, b) => a - b)
    .flatMap((position) => {
      const row = state.log[position - 1]
      return row === undefined || position <= state.pruned
        ? []
        : [hydrated(state, { row, position, epoch, endIn: () => null })]
    })

/** Neither ahead of the log nor from before what was pruned. */
const isKept = (state: MemoryState, count: number): boolean => count >= state.pruned && count <= state.log.length

export const windowsOf = (state: MemoryState, viewer: UserId): readonly Window[] =>
  [...(state.conversationsOf.get(viewer) ?? [])].flatMap((row) => {
    const member = row.members.get(viewer)
    if (member === undefined) return []
    const { conversationId, status, revision, joinedRevision, endedRevision } = member
    // Who was removed learns that, also when they had left before, and nothing else any more.
    if (status === 'removed') return [{ conversationId, joinedRevision: revision, endedRevision: revision }]
    return [{ conversationId, joinedRevision, endedRevision }]
  })

interface Hydration extends Required<Pick<Reading, 'endIn'>> {
  readonly row: LogRow
  readonly position: number
  readonly epoch: string
}

const hydrated = (state: MemoryState, { row, ...which }: Hydration): LoggedChange =>
  isPersonalRow(row)
    ? hydratedPersonal(state, row, which)
    : withoutDeleted(row, hydratedShared(state, { row, ...which }))

/** Of a conversation that was deleted nothing is left but that it was, and that somebody was removed before, who may not know. */
const withoutDeleted = ({ conversation, type }: ConversationLogRow, logged: LoggedChange): LoggedChange =>
  conversation.deletedAt === null || type === 'conversation.deleted' || type === 'member.removed'
    ? logged
    : { ...logged, change: { ...logged.change, subject: 'gone' } }

const hydratedShared = (
  state: MemoryState,
  { row, position, epoch, endIn }: Hydration & { readonly row: ConversationLogRow },
): LoggedChange => {
  const { conversation, audience, conversationRevision, revision, actor, at } = row
  const head = { id: `${epoch}:${position}`, conversationId: conversation.id, revision, actor, at }
  const logged = { position, audience, conversationRevision }
  const end = endIn(conversation)
  const asOf = end?.asOf ?? null
  switch (row.type) {
    case 'conversation.created':
      return {
        ...logged,
        founders: foundersOf(row),
        change: { ...head, type: row.type, subject: stateOf(conversation, asOf) },
      }
    case 'conversation.deleted':
      return { ...logged, change: { ...head, type: row.type, subject: { conversationId: conversation.id } } }
    case 'conversation.imported':
      return {
        ...logged,
        founders: importedInto(row),
        change: { ...head, type: row.type, subject: stateOf(conversation, asOf) },
      }
    case 'conversation.updated':
      return { ...logged, change: { ...head, type: row.type, subject: stateOf(conversation, asOf) } }
    case 'member.added':
    case 'member.left':
    case 'member.removed':
    case 'member.role': {
      const member = memberAt(conversation, row.about ?? '', asOf)
      return {
        ...logged,
        change: { ...head, type: row.type, subject: member === null ? 'gone' : memberOf(member) },
      }
    }
    case 'message.sent':
    case 'message.edited':
    case 'message.retracted':
    case 'message.pinned':
    case 'message.unpinned':
    case 'reaction.added':
    case 'reaction.removed': {
      const message = state.messages.get(row.about ?? '')
      return {
        ...logged,
        change: {
          ...head,
          type: row.type,
          subject: message === undefined || message.purged ? 'gone' : messageAsOf(message, asOf ?? undefined),
        },
      }
    }
    case 'message.purged': {
      const messageId = row.about ?? ''
      const seq = state.messages.get(messageId)?.seq ?? 0
      return {
        ...logged,
        change: { ...head, type: row.type, subject: { conversationId: conversation.id, messageId, seq } },
      }
    }
    case 'message.hidden':
      return {
        ...logged,
        change: {
          ...head,
          type: row.type,
          subject: { conversationId: conversation.id, messageId: row.about ?? '', userId: actor },
        },
      }
    case 'user.erased': {
      const subject = { conversationId: conversation.id, userId: row.about ?? '' }
      return { ...logged, change: { ...head, type: row.type, subject } }
    }
    case 'inbox.cleared': {
      if (!conversation.readers.has(actor)) return { ...logged, change: { ...head, type: row.type, subject: 'gone' } }
      const { clearedSeq } = readerOf(conversation, actor)
      const subject = { conversationId: conversation.id, userId: actor, clearedSeq }
      return { ...logged, change: { ...head, type: row.type, subject } }
    }
    case 'inbox.muted': {
      if (!conversation.readers.has(actor)) return { ...logged, change: { ...head, type: row.type, subject: 'gone' } }
      const { mutedUntil } = readerOf(conversation, actor)
      const subject = { conversationId: conversation.id, userId: actor, mutedUntil }
      return { ...logged, change: { ...head, type: row.type, subject } }
    }
    case 'receipt.advanced': {
      if (!conversation.readers.has(actor)) return { ...logged, change: { ...head, type: row.type, subject: 'gone' } }
      const subject = receiptUpTo(receiptOf(conversation, actor), end?.until ?? Infinity)
      return { ...logged, change: { ...head, type: row.type, subject } }
    }
  }
}

const receiptUpTo = (receipt: Receipt, until: number): Receipt => ({
  ...receipt,
  readSeq: Math.min(receipt.readSeq, until),
  deliveredSeq: Math.min(receipt.deliveredSeq, until),
})

/** Those who were let in by the creation, also where they left and came back since. */
const foundersOf = ({ conversation, conversationRevision }: ConversationLogRow): readonly UserId[] =>
  membersAt(conversation, conversationRevision).map((member) => member.userId)

/** Those whom an import made members, also where they left since. */
const importedInto = ({ conversation, conversationRevision }: ConversationLogRow): readonly UserId[] =>
  membersAt(conversation, conversationRevision)
    .filter(({ joinedRevision, status }) => joinedRevision === conversationRevision && status === 'active')
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ userId }) => userId)
