import { createMessaging } from '@msg/core'
import type { MessagingOptions } from '@msg/core'
import { talkalot, talkalotListeners } from '@msg/compat/talkalot'
import { Hono } from 'hono'

export const start = (options: MessagingOptions, userOf: (request: Request) => string) => {
  const signals = talkalotListeners()
  const messaging = createMessaging({ ...options, plugins: [signals.plugin] })
  const { sendToUsers, sendToConversation, inboxFor, participation, revoke } = talkalot(messaging)

  const app = new Hono()
  app.post('/messages', async ({ req, json }) => {
    const { text, to } = await req.json<{ text: string; to: string[] }>()
    return json(await sendToUsers({ body: text, sender: userOf(req.raw), recipients: to }), 201)
  })
  app.post('/conversations/:id', async ({ req, json }) => {
    const { text, invite = [] } = await req.json<{ text: string; invite?: string[] }>()
    const conversation = req.param('id')
    const input = { body: text, sender: userOf(req.raw), conversation, newParticipants: invite }
    return json(await sendToConversation(input), 201)
  })
  app.get('/inbox', async ({ req, json }) => {
    const { participations } = await inboxFor({ user: userOf(req.raw) })
    return json(participations.map(({ latestMessage }) => latestMessage?.body))
  })
  app.delete('/conversations/:id', async ({ req, json }) => {
    const place = { user: userOf(req.raw), conversation: req.param('id') }
    const { repliedAt } = await participation(place)
    await revoke(place)
    return json({ repliedAt })
  })
  return { app, messaging, signals }
}
