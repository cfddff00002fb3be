import { StackExchangeError } from '../errors.ts'
import type { Calls } from '../http/calls.ts'
import { isObject, parseJson, toText } from '../protocol/json.ts'
import type { OpenSocket, SocketHandlers } from './socket.ts'

/** What sockets are opened with. */
export interface DialOptions {
  readonly calls: Calls
  readonly chatOrigin: string
  readonly userAgent: string
  readonly openSocket: OpenSocket
}

/** Opens sockets for rooms. */
export interface Dial {
  /** Asks for the address of a socket for a room: each address is good for one. Rejects when there is none to be had. */
  address(roomId: number): Promise<string>
  /** Opens a socket that tells of what comes after a counter, with null of what the server thinks is new; returns what cuts it. */
  open(address: string, after: number | null, handlers: SocketHandlers): () => void
}

/** A counter beyond every other: nothing is told again. */
export const ONLY_NEW = 999_999_999_999

/** Makes the dial of a chat. */
export const createDial = ({ calls, chatOrigin: origin, userAgent, openSocket }: DialOptions): Dial => ({
  async address(roomId) {
    const answer = await calls.post('/ws-auth', { roomid: String(roomId) })
    const body = parseJson(answer.body)
    const address = isObject(body) ? toText(body['url']) : null
    if (answer.status !== 200 || address === null) throw new StackExchangeError('protocol', { during: '/ws-auth' })
    return address
  },
  open(address, after, handlers) {
    const url = new URL(address)
    if (after !== null) url.searchParams.set('l', String(after))
    return openSocket(url.href, { origin, userAgent }, handlers)
  },
})
