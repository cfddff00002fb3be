import type { Attachment } from '../model/attachment.ts'
import type { MessageId, Timestamp, UserId } from '../model/ids.ts'
import type { Message, Reaction, Revision } from '../model/message.ts'
import type { MessageFacts } from '../ports/store.ts'

/** A message with everything that ever became of it. */
export interface MessageRow {
  readonly id: MessageId
  readonly conversationId: string
  readonly seq: number
  /** Changes once at most: when its author is erased. */
  authorId: UserId
  readonly verb: string
  readonly replyTo: MessageId | null
  readonly attachments: readonly Attachment[]
  readonly createdAt: Timestamp
  /** The time by which search ranks it where that is not its own: that of a later one before it. */
  readonly rankedAt?: Timestamp
  /** Empty once its author is erased. */
  contentHash: string
  /** Its texts as far as they are kept, oldest first, with the conversation revision of each; empty once retracted. */
  texts: readonly Text[]
  retractedAt: Timestamp | null
  /** Whether it is out of every view, for good. */
  purged: boolean
  /** Reactions, in the order they came. */
  reactions: readonly ReactionRow[]
  pin: { readonly at: Timestamp; readonly by: UserId; readonly revision: number } | null
  revision: number
  version: number
}

export interface Text extends Revision {
  readonly mentions: readonly UserId[]
  /** By which search finds it. */
  readonly words: readonly string[]
  readonly revision: number
  /** Whether it took the place of another one. */
  readonly edited: boolean
}

export interface ReactionRow {
  readonly emoji: string
  readonly userId: UserId
  readonly revision: number
}

/** The time by which search ranks a message over all conversations: never before that of one before it. */
export const rankedAt = (row: MessageRow): Timestamp => row.rankedAt ?? row.createdAt

/** What somebody has taken out of their own view. */
export interface OwnView {
  readonly clearedSeq: number
  readonly hidden: ReadonlySet<MessageId>
}

const shownUsers = 100

/**
 * The message as of a conversation revision: later texts, reactions and pins are not in it, a later retraction is. What came
 * after it, and yet is asked for by who wrote it, is as it came.
 */
export const messageAsOf = (row: MessageRow, revision = Infinity): Message => {
  const text = row.texts.findLast((each) => each.revision <= revision) ?? row.texts[0]
  const pin = row.pin !== null && row.pin.revision <= revision ? row.pin : null
  return {
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    revision: Math.min(row.revision, revision),
    authorId: row.authorId,
    verb: row.verb,
    body: text?.body ?? null,
    replyTo: row.replyTo,
    mentions: text?.mentions ?? [],
    attachments: row.texts.length === 0 ? [] : row.attachments,
    reactions: grouped(row.reactions.filter((reaction) => reaction.revision <= revision)),
    createdAt: row.createdAt,
    editedAt: text?.edited === true ? text.at : null,
    retractedAt: row.retractedAt,
    pinnedAt: pin?.at ?? null,
    pinnedBy: pin?.by ?? null,
  }
}

const grouped = (rows: readonly ReactionRow[]): readonly Reaction[] => {
  const users = new Map<string, UserId[]>()
  for (const { emoji, userId } of rows) users.set(emoji, [...(users.get(emoji) ?? []), userId])
  return [...users].map(([emoji, userIds]) => ({ emoji, count: userIds.length, userIds: userIds.slice(0, shownUsers) }))
}

export const factsOf = (row: MessageRow, actor: UserId, reader: OwnView): MessageFacts => ({
  id: row.id,
  seq: row.seq,
  authorId: row.authorId,
  createdAt: row.createdAt,
  body: row.texts.at(-1)?.body ?? null,
  hidden: row.seq <= reader.clearedSeq || reader.hidden.has(row.id),
  version: row.version,
  emojis: [...new Set(row.reactions.map(({ emoji }) => emoji))],
  ownEmojis: row.reactions.filter(({ userId }) => userId === actor).map(({ emoji }) => emoji),
})
