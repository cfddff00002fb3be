import { isMsgError, MsgError } from '@msg/core/errors'
import type { Clock } from '@msg/core'
import { readServerFrame, retryHint } from '@msg/contract/frames'
import type { ClientFrame, ServerFrame } from '@msg/contract/frames'
import { places } from '@msg/contract/routes'
import { deferred } from '../deferred.ts'
import type { Http } from '../http.ts'
import { blameFor } from './blame.ts'
import type { Carrier, End, Link, Start } from './transport.ts'
import { keepVigil } from './vigil.ts'
import { webSocketOf } from './web-socket.ts'
import type { WebSocketConstructor, WebSocketLike } from './web-socket.ts'

export interface SocketOptions {
  readonly http: Http
  /** Of the socket. */
  readonly url: string
  readonly WebSocket: WebSocketConstructor | undefined
  readonly clock: Clock
  /** Milliseconds the server has to greet. */
  readonly greeting: number
}

/** Live updates over WebSocket: buys a ticket, opens a socket, says hello, answers pings. */
export const overWebSocket = (options: SocketOptions): Carrier => ({
  name: 'websocket',
  isLate: false,
  open: (start) => {
    const ended = deferred<End>()
    let over = false
    let socket: Link | undefined
    const close = (): void => {
      over = true
      socket?.close()
      ended.resolve({})
    }
    prepare(options)
      .then((made) => {
        if (over) return
        socket = converse(made, { ...options, ...start })
        void socket.ended.then(ended.resolve)
      })
      .catch((error: unknown) => ended.resolve(failed(error)))
    return { ended: ended.promise, close }
  },
})

interface Prepared {
  readonly WebSocket: WebSocketConstructor
  readonly ticket: string
}

const prepare = async ({ http, WebSocket: given }: SocketOptions): Promise<Prepared> => {
  const WebSocket = await webSocketOf(given)
  return { WebSocket, ticket: ticketOf(await http.ask(places.ticket)) }
}

/** A socket that cannot even be made (no `WebSocket`, a forbidden address, none served) will not be the next time. */
const failed = (cause: unknown): End => {
  if (!isMsgError(cause))
    return { blame: 'unable', error: new MsgError('unavailable', 'no socket can be opened here', { cause }) }
  const blame = cause.code === 'feature_disabled' ? 'unable' : blameFor(cause)
  // A server that gives no ticket because it is away is away for the other transports too.
  return { error: cause, blame: blame === 'broken' ? undefined : blame }
}

const ticketOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'ticket' in answer && typeof answer.ticket === 'string')
    return answer.ticket
  throw new MsgError('unavailable', 'no ticket was given')
}

/** One socket from its opening to its end. */
const converse = ({ WebSocket, ticket }: Prepared, options: SocketOptions & Start): Link => {
  const { url, clock, greeting, wanted, onFrame } = options
  const ended = deferred<End>()
  let over = false
  const socket = new WebSocket(url)
  const end = (how: End): void => {
    if (over) return
    over = true
    vigil.stop()
    ended.resolve(how)
    // A dead peer never answers the goodbye: nobody waits for it.
    socket.close()
  }
  const broken = (reason = ''): void => end(vigil.heard() ? { hint: retryHint(reason) } : { blame: 'broken' })
  const vigil = keepVigil(clock, greeting, () => end(vigil.heard() ? {} : { blame: 'stuck' }))
  const receive = (frame: ServerFrame | undefined): void => {
    vigil.hear()
    if (frame?.type === 'ping') say(socket, { type: 'pong' })
    else if (frame !== undefined) onFrame(frame)
  }
  socket.addEventListener('open', () => {
    if (!over) say(socket, { type: 'hello', ticket, ...wanted() })
  })
  socket.addEventListener('message', ({ data }) => {
    if (!over) receive(readServerFrame(data))
  })
  socket.addEventListener('close', ({ reason }) => broken(reason))
  socket.addEventListener('error', () => broken())
  return { ended: ended.promise, close: () => end({}) }
}

const say = (socket: WebSocketLike, frame: ClientFrame): void => socket.send(JSON.stringify(frame))
