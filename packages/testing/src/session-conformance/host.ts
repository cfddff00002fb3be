import type { Directory, Session, Targets } from '@msg/core'

/** A running messaging, however it is reached: in process or over the wire. */
export interface SessionHost {
  /** The session of a user. Kept open until the host closes. */
  session(userId: string): Promise<Session>
  close(): Promise<void>
}

/** What the host application of one case knows. */
export interface HostOptions {
  readonly directory?: Directory
  readonly targets?: Targets
}

/** How a host is opened for one case: empty, over what its application knows. */
export type OpenSessionHost = (options: HostOptions) => Promise<SessionHost>

/** What a case works with. */
export interface SessionContext {
  readonly open: OpenSessionHost
}
