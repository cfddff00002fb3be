/**
 * Where each verb lives on the wire, a noun a file: plain data that imports nothing else, so that a client in a browser
 * carries only this. The schemas are beside it, in `endpoints.ts`.
 */
import { accountRoutes } from './routes/account.ts'
import { attachmentRoutes } from './routes/attachments.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { liveRoutes } from './routes/live.ts'
import { memberRoutes } from './routes/members.ts'
import { messageRoutes } from './routes/messages.ts'
import { peopleRoutes } from './routes/people.ts'
import { reactionRoutes } from './routes/reactions.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { roomRoutes } from './routes/rooms.ts'
import type { Route } from './routes/route.ts'
import type { Verb } from './verbs.ts'

export type { Route } from './routes/route.ts'

/** Every verb's route. */
export const routes = {
  ...conversationRoutes,
  ...memberRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...attachmentRoutes,
  ...receiptRoutes,
  ...roomRoutes,
  ...inboxRoutes,
  ...peopleRoutes,
  ...accountRoutes,
  ...liveRoutes,
} as const satisfies Readonly<Record<Verb, Route>>

/** Whether a request has a JSON body, `{}` where there is no field for it. GET and DELETE have none, nor has who sends a file. */
export const hasBody = ({ method, file }: Pick<Route, 'method' | 'file'>): boolean =>
  method !== 'GET' && method !== 'DELETE' && file === undefined

/** What is served beside the verbs to every client. */
export const places = {
  /** Who I am, and what is allowed: see `Config`. */
  config: { method: 'GET', path: '/config' },
  /** Buys a single-use ticket for the socket. */
  ticket: { method: 'POST', path: '/live/tickets' },
  /** The WebSocket that serves `live.subscribe` and `live.watch`: see `frames.ts`. */
  live: { method: 'GET', path: '/live' },
  /** The same as server-sent events, read with `fetch`: the cursor is in the body. */
  stream: { method: 'POST', path: '/live/stream' },
  /** The same by long polling. */
  poll: { method: 'POST', path: '/live/poll' },
} as const

/** What is served to services only. */
export const servicePlaces = {
  /** Keeps what another system has as it was. */
  import: { method: 'POST', path: '/import' },
  /** Says how users are shown whom a service acts as. */
  shown: { method: 'PUT', path: '/people/profiles' },
  /** Takes a claim. */
  claimTaken: { method: 'PUT', path: '/claims' },
  /** Prolongs a claim, and leaves a memo on it. */
  claimKept: { method: 'PATCH', path: '/claims' },
  /** Gives a claim up. */
  claimReleased: { method: 'POST', path: '/claims/release' },
} as const

/** What tells developers of this contract. */
export const documents = {
  /** This contract as OpenAPI 3.1. */
  openapi: { method: 'GET', path: '/openapi.json' },
  /** The same as a page to browse. */
  docs: { method: 'GET', path: '/docs' },
} as const

/** The header that says that an answer repeats an earlier one of the same id. */
export const replayedHeader = 'Idempotent-Replayed'

/** The header by which a request shows that it comes from a script: no form and no plain link can set one. */
export const requestHeader = 'X-Msg-Request'

/** The header by which a service says which user it acts as; of anybody else it means nothing. The id is percent-encoded. */
export const actingHeader = 'X-Msg-As'

/** The largest request body, in bytes. */
export const bodyLimit = 131_072

/** The largest body of an import, in bytes: some 200 of the longest messages. */
export const importLimit = 16_777_216

/** The names of the fields in a path, in their order. */
export const pathFields = (path: string): readonly string[] =>
  path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []))
