import type { Conversation, ConversationId, Session } from '@msg/core'

/** A link that can never run. The message says why, for the operator. */
export class UnlinkableError extends Error {
  override readonly name = 'UnlinkableError'
}

/**
 * The conversation of a link, if people of a remote room can come into it: nobody comes into a direct, and a channel has no
 * members.
 * @throws UnlinkableError
 */
export const linkable = async (service: Session, conversationId: ConversationId): Promise<Conversation> => {
  const conversation = await service.conversations.get({ conversationId })
  const { kind } = conversation
  if (kind === 'group' || kind === 'room') return conversation
  throw new UnlinkableError(`conversation ${conversationId} is a ${kind}: only groups and rooms can be linked`)
}
