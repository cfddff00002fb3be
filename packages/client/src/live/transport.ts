/** How frames reach a client: what the transports have in common. */
import type { MsgError } from '@msg/core/errors'
import type { ServerFrame, StreamInput } from '@msg/contract/frames'

/** The transports, best first. */
export const transports = ['websocket', 'sse', 'polling'] as const

/** What carries live updates. */
export type Transport = (typeof transports)[number]

/** One transport to one mount. */
export interface Carrier {
  readonly name: Transport
  /** Whether what happens is told some seconds late: the server is asked only every now and then. */
  readonly isLate: boolean
  /** Opens a link that ends by itself when it is not greeted, or falls silent. */
  open(start: Start): Link
}

/** Where a link begins, and who gets its frames. */
export interface Start {
  /** What to ask for, as of now: asked whenever the server is. */
  readonly wanted: () => StreamInput
  /** Called with each frame, in order, until the end. */
  readonly onFrame: (frame: ServerFrame) => void
}

/** A link, from its opening to its end. */
export interface Link {
  readonly ended: Promise<End>
  close(): void
}

/** How a link ended. */
export interface End {
  /** Seconds after which the server would like the next one. Default: as the error says. */
  readonly hint?: number | undefined
  /** What a request that it takes was refused with. */
  readonly error?: MsgError
  /** What speaks against the transport itself, rather than the network or the server. */
  readonly blame?: Blame | undefined
}

/**
 * `unable`: there is none here. `refused`: somebody in between does not let it pass. `stuck`: nothing comes through.
 * `broken`: it ended before anything came.
 */
export type Blame = 'unable' | 'refused' | 'stuck' | 'broken'
