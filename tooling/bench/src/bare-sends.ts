// The least that can be called a server of messages, as the limit of what ours can: HTTP, one row in Postgres, one frame to a
// socket. It asks nobody who they are and whether they may, counts in memory, and what is sent twice is there twice.
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { rowWriter } from './database/row-writer.ts'

const [, , url = '', rows = ''] = process.argv

const write = rowWriter(url, rows)
const sockets = new Map<string, WebSocket>()
const groups = new Map<string, { readonly readers: readonly string[]; lastSeq: number }>()

const app = new Hono().basePath('/chat')
app.post('/groups', async ({ req, json }) => {
  const { userIds }: { readonly userIds: readonly string[] } = await req.json()
  const id = String(groups.size)
  groups.set(id, { readers: [userOf(req.raw.headers.get('authorization')), ...userIds], lastSeq: 0 })
  return json({ id }, 201)
})
app.post('/conversations/:id/messages', async ({ req, json }) => {
  const conversationId = req.param('id')
  const { id, body }: { readonly id: string; readonly body: string } = await req.json()
  const group = groups.get(conversationId)
  if (group === undefined) return json({}, 404)
  await write(body)
  const authorId = userOf(req.raw.headers.get('authorization'))
  const message = { id, conversationId, seq: (group.lastSeq += 1), authorId, body, createdAt: new Date().toISOString() }
  const frame = JSON.stringify({ type: 'changes', changes: [{ type: 'message.sent', subject: message }] })
  for (const reader of group.readers) sockets.get(reader)?.send(frame)
  return json(message, 201)
})

const userOf = (authorization: string | null | undefined): string => authorization?.slice('Bench '.length) ?? ''

const server = createAdaptorServer({ fetch: app.fetch })
const live = new WebSocketServer({ noServer: true, perMessageDeflate: false })
server.on('upgrade', (request, connection, head) =>
  live.handleUpgrade(request, connection, head, (socket) => {
    sockets.set(userOf(request.headers.authorization), socket)
    socket.on('message', () => socket.send('{"type":"ready"}'))
  }),
)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
})
process.on('message', (message) => {
  if (message !== 'usage') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, rss: process.memoryUsage().rss })
})
process.on('disconnect', () => process.exit())
