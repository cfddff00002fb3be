import { createClient } from '@msg/client'

export const talk = async (url: string, token: string) => {
  const session = await createClient({ url, headers: { authorization: `Bearer ${token}` } })
  const { id: conversationId } = await session.conversations.startDirect({ userId: 'bob' })
  for await (const event of session.live.subscribe()) {
    if (event.type === 'ready') await session.messages.send({ conversationId, body: 'hello' })
    if (event.type === 'changes') break
  }
  const { messages } = await session.messages.list({ conversationId })
  session.close()
  return messages
}
