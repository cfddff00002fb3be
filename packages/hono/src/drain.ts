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
 * Stops taking connections by the `close` of `node:net`: that of an HTTP server would also cut idle connections at
 * once. Bun, whose HTTP server is not one of `node:net`, has only that.
 */
const stopListening = (server: DrainableServer): void => {
  if (server instanceof Server) Server.prototype.close.call(server)
  else server.close()
}

/** More connections than a system lets wait: clients that keep coming must not keep a server from ending. */
const mostWaiting = 1_024

/**
 * Accepts what the system has connected by now, one connection in each turn of the event loop: those that still wait
 * when listening ends would be cut.
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
 * Prepares a server for its end. The returned function stops taking connections, but answers what comes on those there
 * are: a client whose request is on its way gets an answer, not a broken connection that leaves open what happened. It
 * calls `onStopped` once no new connections come; from then on each answer says `Connection: close`. Not earlier:
 * clients that are sent away connect again, and would do so just while listening ends. After `linger` milliseconds idle
 * connections are closed. Resolves when all are.
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
    // To Node a connection without a request yet is not idle: browsers open some ahead of need.
    for (const socket of connected.all()) if (socket.bytesRead === 0) socket.destroy()
  }
  return async (onStopped) => {
    await allAccepted(server)
    const closed = once(server, 'close')
    stopListening(server)
    draining = true
    for (const response of answering.all()) last(response)
    onStopped?.()
    // Counted in looks, not by the clock: after a standstill the process has yet to read what came meanwhile.
    let looks = Math.ceil(linger / sweep)
    const look = (): void => {
      if (looks <= 0) closeIdle()
      looks -= 1
    }
    look()
    // setImmediate, so that what has come in is read first: Node runs timers before it reads.
    const idle = setInterval(() => setImmediate(look), sweep)
    await closed
    clearInterval(idle)
    // By now there is nothing left to close but the server's own timer.
    server.close(() => {})
  }
}
