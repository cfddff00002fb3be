import type { Message, Session } from '@msg/core'

/** Everything of a conversation, oldest first. */
export const readAll = async (session: Session, conversationId: string): Promise<readonly Message[]> => {
  const messages: Message[] = []
  for (let more = true; more;) {
    const after = messages.at(-1)?.seq ?? 0
    const page = await session.messages.list({ conversationId, after, order: 'asc', limit: 100 })
    messages.push(...page.messages)
    more = page.more
  }
  return messages
}
