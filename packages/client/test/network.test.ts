import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { eventually } from '@msg/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClient } from '../src/index.ts'
import { nextOf, readBodies, readTo, serve } from './support/serve.ts'

describe('a subscription over a real network', () => {
  it.each(['websocket', 'sse', 'polling'] as const)(
    'every message arrives once and in order, however often the connection is cut: %s',
    async (transport) => {
      const { messaging, url } = await serve()
      const proxy = await cuttable(Number(new URL(url).port))
      const bob = await createClient({
        url: `http://127.0.0.1:${proxy.port}/chat`,
        headers: { authorization: 'Bearer bob' },
        transports: [transport],
      })
      onTestFinished(bob.close)
      const alice = messaging.as('alice')
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const events = await readTo(bob.live.subscribe(), 'ready')
      const bodies = Array.from({ length: 200 }, (_, index) => `${index}`)
      const online = (): Promise<void> => eventually(() => expect(bob.connection.state).toBe('online'))
      const sending = (async () => {
        for (const [index, body] of bodies.entries()) {
          if (index % 25 === 0) await online()
          await alice.messages.send({ conversationId, body })
          if (index % 25 === 5) proxy.cut()
        }
      })()
      expect(await readBodies(events, bodies.length)).toEqual(bodies)
      await sending
      expect(proxy.cuts()).toBe(8)
    },
  )

  it('ends where nothing that it may go over is served', async () => {
    const { client } = await serve({ live: false })
    const bob = await client('bob', { transports: ['websocket'] })
    expect(bob.config.features).toMatchObject({ websocket: false })
    const events = bob.live.subscribe()[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toMatchObject({ code: 'feature_disabled' })
    expect(await bob.live.read()).toMatchObject({ changes: [] })
  })

  it('uses ws where the platform has no WebSocket', async () => {
    vi.stubGlobal('WebSocket', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { client } = await serve()
    const bob = await client('bob')
    const events = await readTo(bob.live.subscribe(), 'ready')
    await bob.conversations.startDirect({ userId: 'alice' })
    expect(await nextOf(events)).toMatchObject({ changes: [{ type: 'conversation.created' }] })
  })
})

/** A way to the server that can be cut. */
const cuttable = async (target: number): Promise<{ port: number; cut(): void; cuts(): number }> => {
  const open = new Set<Socket>()
  let cuts = 0
  const proxy = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  const cut = (): void => {
    if (open.size > 0) cuts += 1
    for (const socket of open) socket.destroy()
  }
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    proxy.close()
  })
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return { port: address.port, cut, cuts: () => cuts }
}
