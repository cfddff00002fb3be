/** What a sent message's listeners are told, from the change log. */
import type { Message, Notice, UserId } from '@msg/core'

/** A message that was sent. */
export interface MessageSent {
  readonly message: Message
  readonly fromUser: UserId
  /** Whom it was sent to: who was in the conversation, without its author. */
  readonly to: readonly UserId[]
}

/** The event of a notice; null where it tells of something else, or the message was taken back meanwhile. */
export const messageSentOf = async ({ change, audience }: Notice): Promise<MessageSent | null> => {
  if (change.type !== 'message.sent' || change.subject === 'gone') return null
  const message = change.subject
  const to: UserId[] = []
  for await (const userId of audience()) if (userId !== message.authorId) to.push(userId)
  return { message, fromUser: message.authorId, to }
}
