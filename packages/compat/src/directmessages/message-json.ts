/** A message as the clients of drf-directmessages know it. */
import type { MessageId, UserId } from '@msg/core'
import type { MessageNumbers } from '../shared/message-numbers.ts'
import { userIdToJson } from '../shared/user-id.ts'
import type { ReadMessage } from './direct.ts'

/** The seven keys. */
export interface MessageJson {
  readonly id: number
  readonly sender: number | string
  readonly recipient: number | string
  /** `in` when the viewer is the recipient. */
  readonly direction: 'in' | 'out'
  readonly sent_at: string
  readonly read_at: string | null
  readonly content: string
}

/** Messages as `viewer` sees them. */
export const messagesToJson = async (
  messages: readonly ReadMessage[],
  viewer: UserId,
  numbers: MessageNumbers,
): Promise<readonly MessageJson[]> => {
  const known = await numbers.of(messages.map(({ message }) => message.id))
  return messages.map((each) => messageToJson(each, viewer, known))
}

const messageToJson = (
  { message, to, readAt }: ReadMessage,
  viewer: UserId,
  known: ReadonlyMap<MessageId, number>,
): MessageJson => ({
  id: known.get(message.id) ?? 0,
  sender: userIdToJson(message.authorId),
  recipient: userIdToJson(to),
  direction: to === viewer ? 'in' : 'out',
  sent_at: message.createdAt,
  read_at: readAt,
  content: message.body ?? '',
})
