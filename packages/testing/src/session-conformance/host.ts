import type { HostOptions, MessagingOptions, Session } from '@msg/core'

/** A running messaging, however it is reached: in process or over the wire. */
export interface SessionHost {
  /** The session of a user. Kept open until the host closes. */
  session(userId: string): Promise<Session>
  close(): Promise<void>
}

/** What a case asks of the engine: hand it all to `createMessaging`, with a store of your own. */
export type SessionHostOptions = HostOptions & Pick<MessagingOptions, 'directory' | 'targets' | 'clock'>

/** How a host is opened for one case: empty, with these options. */
export type OpenSessionHost = (options: SessionHostOptions) => Promise<SessionHost>

/** What a case works with. */
export interface SessionContext {
  readonly open: OpenSessionHost
}
