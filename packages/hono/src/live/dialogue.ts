/** What a transport adds whose client can speak: hello with a ticket, ping and pong, and the end of one who is silent. */
import { closeCodes, heartbeat, readClientFrame, socketLimits } from '@msg/contract'
import type { ClientHello } from '@msg/contract'
import type { Asker } from '../authenticate.ts'
import { serveGuest } from './connection.ts'
import type { Guest, House } from './connection.ts'
import { createLife } from './life.ts'
import type { Wire } from './life.ts'
import type { Bought, Tickets } from './ticket.ts'

/** What is known of a connection before it says hello. */
export interface Gate extends House {
  readonly tickets: Tickets
  /** Who opened it, where the upgrade carried an Authorization header. */
  readonly identity: Asker | null
  /** The origin of the page that opened it. */
  readonly origin: string | null
}

/** What the transport tells of the client. */
export interface Dialogue {
  receive(data: unknown): void
  closed(): void
}

/** Starts a connection that has just been opened: a client has 5 seconds to say hello. */
export const openDialogue = (wire: Wire, gate: Gate): Dialogue => {
  const life = createLife(wire, gate.clock)
  const settle = life.after(heartbeat.hello * 1_000, () => life.end(closeCodes.timeout))
  let heard = gate.clock.now()
  let greeted = false

  /** Looks with every beat, and takes a timer only where the client may have to be given up before the next. */
  const watchSilence = (): void => {
    // Never later than now, even if the clock was set back.
    heard = Math.min(heard, gate.clock.now())
    const left = heard + heartbeat.silence * 1_000 - gate.clock.now()
    if (left <= 0) life.end(closeCodes.timeout)
    else if (left <= heartbeat.ping * 1_000) life.after(left, watchSilence)
  }
  const receive = (data: unknown): void => {
    // Frames may still come until the other side has closed too.
    if (life.ended()) return
    heard = gate.clock.now()
    const frame = typeof data === 'string' && data.length <= socketLimits.frame ? readClientFrame(data) : undefined
    if (frame?.type === 'pong') return
    if (frame?.type === 'ping') return life.say({ type: 'pong' })
    if (frame === undefined || greeted) return life.fail('invalid', closeCodes.invalid)
    greeted = true
    settle()
    life.onEnd(gate.pulse(watchSilence))
    void serveGuest({ wire, life }, gate, guestOf(frame, gate))
  }
  return { receive, closed: () => life.end(closeCodes.timeout) }
}

const guestOf = async (hello: ClientHello, gate: Gate): Promise<Guest> => ({
  identity: await identityOf(hello, gate),
  ...(hello.after === undefined ? {} : { after: hello.after }),
  ...(hello.watch === undefined ? {} : { watch: hello.watch }),
})

/** A ticket says who it is, and must not contradict the upgrade; without one, the upgrade's credentials do. */
const identityOf = async ({ ticket }: ClientHello, { tickets, identity, origin }: Gate): Promise<Asker | null> => {
  if (ticket === undefined) return identity
  const bought = await tickets.take(ticket)
  if (bought === undefined || !isFor(bought, origin)) return null
  return identity === null || identity.userId === bought.identity.userId ? bought.identity : null
}

const isFor = (bought: Bought, origin: string | null): boolean => bought.origin === null || bought.origin === origin
