import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { serveNode } from '../src/node.ts'

test('a request on an idle connection of a server that stops is answered, and is the last on it', async () => {
  const app = new Hono().get('/', (context) => context.text('hello'))
  const server = await serveNode(app, { port: 0, linger: 5_000 })
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  const ask = async (): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n')
    const [answer] = await once(socket, 'data')
    return String(answer)
  }
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /)
  const closed = server.close()
  const last = await ask()
  expect(last).toMatch(/^HTTP\/1\.1 200 /)
  expect(last).toMatch(/connection: close/i)
  await closed
  socket.destroy()
})
