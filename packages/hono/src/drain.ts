import { once, type EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Server, type Socket } from 'node:net'
import { createSlots } from '@msg/core'

/** As much of an HTTP server as its end needs. */
export interface DrainableServer extends EventEmitter {
  close(done?: () => void): unknown
  closeIdleConnections?(): void
}

/** Milliseconds between looks at which connections are idle. */
const sweep = 25

/** Makes an answer the last on its connection. */
const last = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

/**
 * Takes no new connections. Not the close of an HTTP server: that one cuts idle connections at once. Bun has no other, for its HTTP
 * server is none of `node:net`.
 */
const stopListening = (server: DrainableServer): void => {
  if (server instanceof Server) Server.prototype.close.call(server)
  else server.close()
}

/** So many connections a system lets wait, and more: who goes on coming keeps no server from its end. */
const mostWaiting = 1_024

/**
 * Whom the system has connected by now is accepted first, one in each turn of Node's: what waits for that is cut with the end of
 * listening.
 */
const allAccepted = async (server: DrainableServer): Promise<void> => {
  let accepted = 0
  const count = (): void => void (accepted += 1)
  server.on('connection', count)
  for (let turns = 0; turns < mostWaiting; turns += 1) {
    const before = accepted
    await nextTurn()
    if (turns > 0 && accepted === before) break
  }
  server.off('connection', count)
}

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done))

/**
 * Prepares a server for its end. The returned function takes no new connections, but answers what comes on those there
 * are: a client whose request is on its way gets its answer, and not a broken connection of which nobody can tell what it did. It
 * calls `onStopped` once no new connections come; from then on each answer says `Connection: close`. Not before: who is sent away
 * connects anew, and would do so just while listening ends. After `linger` milliseconds idle connections are closed. Resolves when
 * all are.
 */
export const drainable = (server: DrainableServer, linger: number): ((onStopped?: () => void) => Promise<void>) => {
  const connected = createSlots<Socket>()
  const answering = createSlots<ServerResponse>()
  let draining = false
  server.on('connection', (socket: Socket) => void socket.on('close', connected.add(socket)))
  server.prependListener('request', (_, response: ServerResponse) => {
    response.on('close', answering.add(response))
    if (draining) last(response)
  })
  const closeIdle = (): void => {
    server.closeIdleConnections?.()
    // For Node who has not asked yet is not idle: browsers connect ahead of what they may want.
    for (const socket of connected.all()) if (socket.bytesRead === 0) socket.destroy()
  }
  return async (onStopped) => {
    await allAccepted(server)
    const closed = once(server, 'close')
    stopListening(server)
    draining = true
    for (const response of answering.all()) last(response)
    onStopped?.()
    // Counted in looks, not by the clock: a process that stood still has not looked, and has yet to read what came meanwhile.
    let looks = Math.ceil(linger / sweep)
    const look = (): void => {
      if (looks <= 0) closeIdle()
      looks -= 1
    }
    look()
    // After what has come in was read: Node runs timers first.
    const idle = setInterval(() => setImmediate(look), sweep)
    await closed
    clearInterval(idle)
    // By now there is nothing left to close but the server's own timer.
    server.close(() => {})
  }
}
