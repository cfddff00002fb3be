import type { HttpBindings } from '@hono/node-server'
import type { Hub } from '../live/hub.ts'
import type { PageContext } from '../pages/layout.ts'
import type { FakeSession, Markup, World } from '../world/state.ts'
import type { Throttle } from '../world/throttle.ts'
import type { Faults } from './faults.ts'
import type { RequestLog } from './request-log.ts'

/** How the chat answers a request whose fkey is wrong; the real answer is not public. */
export type StaleKeyFlavour = 'not-found' | 'redirect' | 'login-page'

/** What can be switched while the fake runs. */
export interface FakeSettings {
  markup: Markup
  staleKey: StaleKeyFlavour
  /** Whether `/ws-auth` works without login. */
  anonymousSockets: boolean
  /** Whether one question may poll several rooms. */
  pollsSeveralRooms: boolean
  /** Whether the chat gives sessions to holders of an account cookie. */
  acceptsAccounts: boolean
  readonly chatCookie: string
}

/** What the routes work on. */
export interface FakeServerState {
  readonly world: World
  readonly hub: Hub
  readonly faults: Faults
  readonly throttle: Throttle
  readonly log: RequestLog
  readonly settings: FakeSettings
  /** Socket addresses given out and not yet used. */
  readonly tickets: Map<string, { readonly session: FakeSession; readonly roomId: number }>
  readonly anonymous: FakeSession
  readonly origins: { chat: string; login: string }
}

/** The Hono environment of the chat's routes. */
export interface FakeEnv {
  readonly Bindings: HttpBindings
  readonly Variables: {
    readonly session: FakeSession
    readonly form: URLSearchParams
    readonly pages: PageContext
  }
}
