import { EventEmitter, once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { drainable, type DrainableServer } from '../src/drain.ts'
import { gate } from './support/gate.ts'
import { openSocket, readUntil } from './support/raw.ts'

const keptAlive = /connection: keep-alive/i
const sentAway = /connection: close/i

/** A server that cuts nobody by itself, with somebody connected to it. Whoever asks is answered by `answer`. */
const serving = async (answer: (response: ServerResponse) => void) => {
  const server = createServer({ headersTimeout: 0, requestTimeout: 0 }, (_, response) => answer(response))
  const drain = drainable(server, 25)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const socket = await openSocket(address.port)
  const ask = (): Promise<string> => {
    const answered = readUntil(socket, /read/)
    socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    return answered
  }
  return { drain, ask }
}

/** A server whose one request is under way: the answer is the test's to give. */
const underWay = async () => {
  const responses: ServerResponse[] = []
  const asked = gate()
  const { drain, ask } = await serving((response) => {
    responses.push(response)
    asked.open()
  })
  const answered = ask()
  await asked.opened
  const answer = (): void => responses.forEach((response) => response.end('read'))
  return { drain, answer, answered }
}

describe('an HTTP server that is drained', () => {
  it('sends nobody away while it still listens: who is sent away connects anew', async () => {
    const { drain, answer, answered } = await underWay()
    let listens = true
    const drained = drain(() => (listens = false))
    answer()
    expect(listens).toBe(true)
    expect(await answered).toMatch(keptAlive)
    await drained
  })

  it('sends away who is answered after that', async () => {
    const { drain, answer, answered } = await underWay()
    const drained = drain(answer)
    expect(await answered).toMatch(sentAway)
    await drained
  })

  it('reads what came in while it stood still, before it closes what is idle', async () => {
    const { drain, ask } = await serving((response) => void response.end('read'))
    expect(await ask()).toMatch(keptAlive)
    let drained: Promise<void> | undefined
    await new Promise<void>((deaf) => {
      drained = drain(deaf)
    })
    const answered = ask()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    expect(await answered).toMatch(sentAway)
    await drained
  })

  it('does not wait for who connected and never asked, as browsers do ahead of time', async () => {
    const { drain } = await serving(() => {})
    await expect(drain()).resolves.toBeUndefined()
  })

  it('is closed by its own close where it is none of `node:net`, as on Bun', async () => {
    const close = (): void => queueMicrotask(() => server.emit('close'))
    const server: DrainableServer = Object.assign(new EventEmitter(), { close })
    await expect(drainable(server, 0)()).resolves.toBeUndefined()
  })
})
