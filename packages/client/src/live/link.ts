/** One socket from its opening to its end. */
import type { Clock } from '@msg/core'
import { heartbeat, readServerFrame } from '@msg/contract/frames'
import type { ClientFrame, ClientHello, ServerFrame } from '@msg/contract/frames'
import { deferred } from '../deferred.ts'
import type { WebSocketConstructor } from './web-socket.ts'

export interface LinkOptions {
  readonly url: string
  readonly WebSocket: WebSocketConstructor
  readonly clock: Clock
  readonly ticket: string
  /** What is asked for in the hello. */
  readonly wanted: Pick<ClientHello, 'after' | 'watch'>
  /** Milliseconds the server has to greet. */
  readonly timeout: number
  /** Called with each frame, in order, until the end. */
  onFrame(frame: ServerFrame): void
}

export interface Link {
  /** Resolves at the end with the reason the server gave, if any. */
  readonly closed: Promise<string>
  close(): void
}

/** Opens a socket, says hello and answers pings. It ends when either side closes it, and when it falls silent. */
export const openLink = ({ url, WebSocket, clock, ticket, wanted, timeout, onFrame }: LinkOptions): Link => {
  let over = false
  let heard = clock.now()
  let cancel = clock.after(timeout, () => end(''))
  const closed = deferred<string>()
  const socket = new WebSocket(url)

  const end = (reason: string): void => {
    if (over) return
    over = true
    cancel()
    closed.resolve(reason)
    // A dead peer never answers the goodbye: nobody waits for it.
    socket.close()
  }
  const say = (frame: ClientFrame): void => socket.send(JSON.stringify(frame))
  const watchSilence = (): void => {
    const left = heard + heartbeat.silence * 1_000 - clock.now()
    if (left <= 0) end('')
    else cancel = clock.after(left, watchSilence)
  }
  const receive = (frame: ServerFrame): void => {
    if (frame.type === 'ping') return say({ type: 'pong' })
    if (frame.type === 'hello') {
      cancel()
      watchSilence()
    }
    onFrame(frame)
  }
  socket.addEventListener('open', () => {
    if (!over) say({ type: 'hello', ticket, ...wanted })
  })
  socket.addEventListener('message', ({ data }) => {
    heard = clock.now()
    const frame = over ? undefined : readServerFrame(data)
    if (frame !== undefined) receive(frame)
  })
  socket.addEventListener('close', ({ reason }) => end(reason ?? ''))
  socket.addEventListener('error', () => end(''))
  return { closed: closed.promise, close: () => end('') }
}
