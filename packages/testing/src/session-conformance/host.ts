import type { Directory, Session } from '@msg/core'

/** A running messaging, however it is reached: in process or over the wire. */
export interface SessionHost {
  /** The session of a user. Kept open until the host closes. */
  session(userId: string): Promise<Session>
  close(): Promise<void>
}

/** How a host is opened for one case: empty, over this directory. */
export type OpenSessionHost = (options: { readonly directory?: Directory }) => Promise<SessionHost>

/** What a case works with. */
export interface SessionContext {
  readonly open: OpenSessionHost
}
