import type { AttachmentId } from '../model/attachment.ts'
import type { MessageId, UserId } from '../model/ids.ts'
import type { ChangeDraft, Slice } from '../ports/store.ts'
import { refusedByBlock } from './blocking.ts'
import { notFound, ownGuards, writer, refuse } from './decision.ts'
import type { Decision, Facts, Refused } from './decision.ts'
import { wordsOf } from './search-text.ts'

/** A message about to be sent, wherever it goes. */
export interface NewMessage {
  readonly id: MessageId
  readonly verb: string
  readonly body: string
  readonly replyTo: MessageId | null
  readonly mentions: readonly UserId[]
  /** The files it carries, which wait for it; absent where there are none. */
  readonly attachments?: readonly AttachmentId[]
  /** What tells a repeat of the send from another use of its id: the hash of everything its sender chose. */
  readonly contentHash: string
}

/** Sending into a conversation: active members, in a channel who may post, while it is open, to messages and members of it. */
export const decideSend = (slice: Facts, actor: UserId, message: NewMessage): Decision => {
  const me = writer(slice, actor)
  if ('refusal' in me) return me
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  const blocked = refusedByBlock(slice, actor)
  if (blocked !== null) return blocked
  if (message.replyTo !== null && (slice.message?.hidden !== false || slice.message.seq > me.until))
    return { refusal: notFound() }
  const strangers = strangersAmong(slice, message.mentions)
  if (strangers !== null) return strangers
  return { changes: [sent(message)], guards: ownGuards(slice, me) }
}

/** The change that sends a message. */
export const sent = (message: NewMessage): ChangeDraft => ({
  type: 'message.sent',
  ...message,
  words: wordsOf(message.body),
})

/** A mention is of an active member: anybody else would never see it. */
export const strangersAmong = (slice: Slice, mentions: readonly UserId[]): Refused | null =>
  mentions.length === 0
    ? null
    : notAmong(
        slice.members.filter(({ status }) => status === 'active').map(({ userId }) => userId),
        mentions,
      )

/** The refusal of mentions of anybody who is not one of these members. */
export const notAmong = (members: readonly UserId[], mentions: readonly UserId[]): Refused | null => {
  const known = new Set(members)
  return mentions.every((userId) => known.has(userId))
    ? null
    : refuse('forbidden', 'only members can be mentioned', 'not_members')
}
