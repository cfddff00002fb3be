import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMsgError } from '@msg/core'
import { checkHistory, newId, untilKnown } from '@msg/testing'
import type { SendRecord } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { readAll } from './read-all.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const stops = process.env.FULL === '1' ? 100 : 5

/** Opens a bare socket, as far as `ready`; resolves at its end with the close code and reason. */
const openSocket = async (url: string, userId: string) => {
  const headers = { authorization: `Demo ${userId}` }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/live`, { headers })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello' })))
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      if (data.toString().includes('"ready"')) resolve()
    })
  })
  return { closed }
}

test(
  `a server stopped ${stops} times under load answers what is under way, closes sockets with 1012, and leaves nothing unknown`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'msg-stop-'))
    let server = await startServer(`pglite:${folder}`)
    onTestFinished(async () => {
      await server.end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    })
    const { port, url } = server
    const ann = await connect(url, 'ann')
    const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben', 'cat'] })
    const sends: SendRecord[] = []
    const unknown: string[] = []
    for (let stop = 0; stop < stops; stop += 1) {
      const sockets = await Promise.all(['ann', 'ben', 'ben', 'cat'].map((userId) => openSocket(url, userId)))
      let answered = 0
      const warm = Promise.withResolvers<void>()
      /** Sends until the server no longer takes anything. */
      const sendOn = async (userId: string, index: number): Promise<void> => {
        const client = await connect(url, userId)
        for (;;) {
          const id = newId()
          const record = { client: `${stop} ${index}`, id, conversationId, invokedAt: performance.now() }
          try {
            const { seq } = await client.messages.send({ id, conversationId, body: 'hello' })
            sends.push({ ...record, completedAt: performance.now(), outcome: 'ok', seq })
            answered += 1
            if (answered === 40) warm.resolve()
          } catch (error) {
            if (!isMsgError(error)) throw error
            const { code, outcome } = error
            if (outcome !== 'none') unknown.push(`${stop} ${code}`)
            sends.push({ ...record, completedAt: performance.now(), outcome: 'refused', seq: null })
            client.close()
            return
          }
        }
      }
      const senders = ['ann', 'ben', 'cat', 'ann', 'ben', 'cat', 'ann', 'ben'].map(sendOn)
      await Promise.race([warm.promise, Promise.all(senders)])
      const began = performance.now()
      const code = await server.end('SIGTERM')
      expect(code).toBe(0)
      expect(performance.now() - began).toBeLessThan(10_000)
      await Promise.all(senders)
      for (const { closed } of sockets) expect(await closed).toEqual({ code: 1012, reason: 'retry-after=1' })
      server = await startServer(`pglite:${folder}`, port)
    }
    expect(unknown).toEqual([])
    const reader = await untilKnown(() => connect(url, 'cat'))
    const final = await readAll(reader, conversationId)
    expect(checkHistory({ sends, final, streams: {} })).toEqual([])
    expect(sends.filter(({ outcome }) => outcome === 'ok')).toHaveLength(final.length)
    expect(final.length).toBeGreaterThan(stops * 40)
    for (const client of [ann, reader]) client.close()
  },
  120_000 + stops * 10_000,
)
