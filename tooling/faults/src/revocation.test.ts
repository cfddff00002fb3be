import { expect, onTestFinished, test } from 'vitest'
import { onPostgres } from './on-postgres.ts'
import { openSchema } from './own-schema.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const buyTicket = async ({ url }: ServerProcess, userId: string): Promise<string> => {
  const response = await fetch(`${url}/chat/live/tickets`, {
    method: 'POST',
    headers: { authorization: `Demo ${userId}`, 'content-type': 'application/json' },
  })
  const answer: unknown = await response.json()
  if (typeof answer === 'object' && answer !== null && 'ticket' in answer) return String(answer.ticket)
  throw new Error('no ticket was given')
}

/** A socket that says hello with a ticket: what types of frames came, and with which code it was closed. */
const openSocket = ({ url }: ServerProcess, ticket: string) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/live`)
  onTestFinished(() => socket.close())
  const types: unknown[] = []
  const ready = Promise.withResolvers<void>()
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code))
  })
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', ticket })))
  socket.addEventListener('message', ({ data }) => {
    const frame: unknown = JSON.parse(String(data))
    const type = typeof frame === 'object' && frame !== null && 'type' in frame ? frame.type : undefined
    types.push(type)
    if (type === 'ready') ready.resolve()
  })
  return { types, ready: ready.promise, closed }
}

onPostgres((url) => {
  test('a revocation on one server closes the sockets on another, and tickets bought before it open none', async () => {
    const { schema } = await openSchema(url)
    const [one, other] = [await startServer(`postgres:${schema}`), await startServer(`postgres:${schema}`)]
    for (const server of [one, other]) onTestFinished(async () => void (await server.end('SIGKILL')))
    // Bought on one, used on the other.
    const sockets = [openSocket(other, await buyTicket(one, 'ann')), openSocket(one, await buyTicket(other, 'ann'))]
    const bens = openSocket(other, await buyTicket(one, 'ben'))
    await Promise.all([...sockets, bens].map(({ ready }) => ready))
    const kept = await buyTicket(other, 'ann')
    await fetch(`${one.url}/revoke/ann`, { method: 'POST' })
    for (const { types, closed } of sockets) {
      expect(await closed).toBe(4401)
      expect(types.at(-1)).toBe('error')
    }
    expect(await openSocket(one, kept).closed).toBe(4401)
    const again = openSocket(one, await buyTicket(other, 'ann'))
    await again.ready
    const ann = await connect(one.url, 'ann')
    onTestFinished(() => ann.close())
    await ann.conversations.startDirect({ userId: 'ben' })
    await expect.poll(() => [again.types.at(-1), bens.types.at(-1)]).toEqual(['changes', 'changes'])
  })
})
