import type { Features, limits, UserId } from '@msg/core'

/** What `GET /config` answers: a setting is written once, on the server, and read from here. */
export interface Config {
  /** Who the server takes the asker for. */
  readonly me: UserId
  /** Every bound on input, by name. */
  readonly limits: { readonly [Name in keyof typeof limits]: number }
  /** What the host has switched on, and what the mount offers. */
  readonly features: Features & Offers
}

/** What a mount offers beyond the verbs. */
export interface Offers {
  /** Whether live updates are served over WebSocket too: over SSE and by polling they always are. */
  readonly websocket: boolean
}

/** What `POST /live/tickets` answers. */
export interface Ticket {
  /** Hand it over in the first frame, once. Never in a URL. */
  readonly ticket: string
  /** Seconds until it is worthless. */
  readonly expiresIn: number
}
