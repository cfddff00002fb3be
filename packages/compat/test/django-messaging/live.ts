import { once } from 'node:events'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import { eventually } from '@msg/testing'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { field, openWorld, textOf } from './world.ts'
import type { World, WorldOptions } from './world.ts'

/** A client that is told what happens: the events as they came. */
export interface LiveClient {
  readonly events: readonly unknown[]
  /** Waits until something of a type has come, and answers the last of it. */
  until(type: string): Promise<unknown>
  say(frame: object): void
  /** The code with which it was closed. */
  readonly closed: Promise<number>
  leave(): void
}

/** A world that is served, so that sockets can be opened. */
export interface ServedWorld extends World {
  readonly url: string
}

/** Serves the surface on a port, closed with the test. */
export const serveWorld = async (options: WorldOptions = {}): Promise<ServedWorld> => {
  const world = await openWorld({ upgradeWebSocket, ...options })
  const server = await serveNode(world.app, { port: 0, linger: 0 })
  onTestFinished(() => server.close())
  return { ...world, url: `${server.url}/messages/api` }
}

const untilIn =
  (events: readonly unknown[]): LiveClient['until'] =>
  (type) =>
    eventually(() => {
      const found = events.findLast((event) => field(event, 'type') === type)
      expect(found, `no ${type} among ${JSON.stringify(events)}`).toBeDefined()
      return found
    })

/** Opens a socket; rejects with the status of a refusal. */
export const bySocket = async (
  { url }: ServedWorld,
  username: string,
  { query = '', origin }: { readonly query?: string; readonly origin?: string } = {},
): Promise<LiveClient> => {
  const headers = { cookie: `sessionid=${username}`, ...(origin === undefined ? {} : { origin }) }
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/${query}`, { headers })
  onTestFinished(() => socket.terminate())
  const events: unknown[] = []
  socket.on('message', (data: Buffer) => void events.push(JSON.parse(data.toString('utf8'))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const refused = new Promise<never>((_, reject) => {
    socket.on('unexpected-response', (_request, response) => reject(new Error(`refused: ${response.statusCode}`)))
    socket.on('error', reject)
  })
  refused.catch(() => {})
  await Promise.race([once(socket, 'open'), refused])
  return {
    events,
    until: untilIn(events),
    say: (frame) => socket.send(JSON.stringify(frame)),
    closed,
    leave: () => socket.close(),
  }
}

/** Polls: each look asks for what happened since the one before. */
export const byPolling = async (world: World, username: string) => {
  const asked = async (cursor?: string) => (await world.ask(username, 'POST changes/', { cursor })).body
  let cursor = textOf(await asked(), 'cursor')
  return {
    async look(): Promise<readonly unknown[]> {
      const answer = await asked(cursor)
      cursor = textOf(answer, 'cursor')
      const events = field(answer, 'events')
      return Array.isArray(events) ? events : []
    },
  }
}
