import type { Message, MessageId, Reaction, UserId } from '@msg/core'
import type { OutboxEntry, OutboxWrite } from './outbox-entry.ts'
import { messageOf } from './outbox-entry.ts'

/**
 * A message as it is shown: as the server has it, and what I did to it and is not done yet as if it were. Its `id` is the same
 * from the moment I wrote it: the key to render by.
 */
export interface TimelineRow extends Omit<Message, 'seq' | 'revision'> {
  /** Its number; null until the server has it. */
  readonly seq: number | null
  readonly state: 'queued' | 'sending' | 'sent' | 'failed'
  /** What is not done yet: the send of a message that is not `sent`, edits, reactions; also those refused, with the reason. */
  readonly writes: readonly OutboxEntry[]
}

/** What rows are made of. */
export interface RowParts {
  /** In order. */
  readonly messages: readonly Message[]
  /** The entries of the conversation, in order. */
  readonly entries: readonly OutboxEntry[]
  /** Whether what is not sent yet belongs after the last message. */
  readonly atEnd: boolean
  readonly me: UserId
}

const none: readonly OutboxEntry[] = []

const plain = new WeakMap<Message, TimelineRow>()

/** The same message is the same row, so that a list renders what changed and nothing else. */
const plainRow = (message: Message): TimelineRow => {
  const known = plain.get(message)
  if (known !== undefined) return known
  const { revision, ...shown } = message
  const row: TimelineRow = { ...shown, state: 'sent', writes: none }
  plain.set(message, row)
  return row
}

/** The rows of a timeline: messages in their order, then mine that are on their way, in theirs. */
export const rowsOf = ({ messages, entries, atEnd, me }: RowParts): readonly TimelineRow[] => {
  if (entries.length === 0) return messages.map(plainRow)
  const writes = writesOn(entries)
  const sent = messages.flatMap((message) => shown(plainRow(message), writes.get(message.id) ?? none, me))
  if (!atEnd) return sent
  const there = new Set(messages.map(({ id }) => id))
  const outgoing = entries.flatMap((entry) => {
    if (entry.write.verb !== 'messages.send' || there.has(entry.id)) return []
    return shown(outgoingRow(entry, entry.write), writes.get(entry.id) ?? none, me)
  })
  return [...sent, ...outgoing]
}

type OutgoingSend = Extract<OutboxWrite, { readonly verb: 'messages.send' }>

const writesOn = (entries: readonly OutboxEntry[]): ReadonlyMap<MessageId, readonly OutboxEntry[]> => {
  const writes = new Map<MessageId, OutboxEntry[]>()
  for (const entry of entries) {
    const messageId = messageOf(entry)
    if (messageId === null) continue
    const others = writes.get(messageId) ?? []
    others.push(entry)
    writes.set(messageId, others)
  }
  return writes
}

const outgoingRow = (
  { id, userId, conversationId, at, state }: OutboxEntry,
  { input, carries = [] }: OutgoingSend,
): TimelineRow => ({
  id,
  conversationId,
  seq: null,
  authorId: userId,
  verb: input.verb ?? 'message',
  body: input.body,
  replyTo: input.replyTo ?? null,
  mentions: input.mentions ?? [],
  attachments: carries,
  reactions: [],
  createdAt: at,
  editedAt: null,
  retractedAt: null,
  pinnedAt: null,
  pinnedBy: null,
  state,
  writes: none,
})

/** A row with what is to be done to it; nothing for one I am hiding. */
const shown = (row: TimelineRow, writes: readonly OutboxEntry[], me: UserId): readonly TimelineRow[] => {
  // The send of a message that is there already is as good as done.
  const open = row.seq === null ? writes : writes.filter(({ write }) => write.verb !== 'messages.send')
  if (open.length === 0) return [row]
  if (open.some(({ write, state }) => write.verb === 'messages.hide' && state !== 'failed')) return []
  return [open.reduce((shownSoFar, entry) => withWrite(shownSoFar, entry, me), { ...row, writes: open })]
}

const withWrite = (row: TimelineRow, { write, at, state }: OutboxEntry, me: UserId): TimelineRow => {
  if (state === 'failed') return row
  switch (write.verb) {
    case 'messages.edit':
      return { ...row, body: write.input.body, mentions: write.input.mentions ?? [], editedAt: at }
    case 'messages.retract':
      return { ...row, body: null, mentions: [], reactions: [], retractedAt: at }
    case 'messages.pin':
      return { ...row, pinnedAt: row.pinnedAt ?? at, pinnedBy: row.pinnedBy ?? me }
    case 'messages.unpin':
      return { ...row, pinnedAt: null, pinnedBy: null }
    case 'reactions.add':
      return { ...row, reactions: withReaction(row.reactions, write.input.emoji, me) }
    case 'reactions.remove':
      return { ...row, reactions: withoutReaction(row.reactions, write.input.emoji, me) }
    // A send makes the row; a hidden one is no row; a mark is on none.
    case 'messages.send':
    case 'messages.hide':
    case 'receipts.markRead':
      return row
  }
}

const withReaction = (reactions: readonly Reaction[], emoji: string, me: UserId): readonly Reaction[] => {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  if (known === undefined) return [...reactions, { emoji, count: 1, userIds: [me] }]
  if (known.userIds.includes(me)) return reactions
  const more = { emoji, count: known.count + 1, userIds: [...known.userIds, me] }
  return reactions.map((reaction) => (reaction === known ? more : reaction))
}

const withoutReaction = (reactions: readonly Reaction[], emoji: string, me: UserId): readonly Reaction[] =>
  reactions.flatMap((reaction) => {
    if (reaction.emoji !== emoji || !reaction.userIds.includes(me)) return [reaction]
    const userIds = reaction.userIds.filter((userId) => userId !== me)
    return reaction.count > 1 ? [{ emoji, count: reaction.count - 1, userIds }] : []
  })
