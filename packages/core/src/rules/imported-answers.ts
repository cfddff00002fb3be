import type { ConversationId, MessageId } from '../model/ids.ts'
import type { MessageImport } from '../ports/import-draft.ts'

type Answer = Pick<MessageImport, 'id' | 'conversationId' | 'replyTo'>

/**
 * The answers of a batch to what is not in their conversation, and never will be: neither is it there, nor does the batch bring
 * it. What the batch would bring under the id of another conversation's message, or as such an answer itself, it does not.
 * `placeOf` tells in which conversation a message is that is there already.
 */
export const answersToNothing = (
  messages: readonly Answer[],
  placeOf: (id: MessageId) => ConversationId | undefined,
): ReadonlySet<MessageId> => {
  const own = new Map(messages.map(({ id, conversationId }) => [id, conversationId]))
  const lost = new Set<MessageId>()
  const placeHere = (id: MessageId) => placeOf(id) ?? (lost.has(id) ? undefined : own.get(id))
  // Each round finds answers to those of the round before.
  for (let before = -1; before < lost.size;) {
    before = lost.size
    for (const { id, conversationId, replyTo } of messages)
      if (replyTo !== null && placeHere(replyTo) !== conversationId) lost.add(id)
  }
  return lost
}
