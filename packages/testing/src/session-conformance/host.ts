import { createMessaging } from '@msg/core'
import type { HostOptions, Messaging, MessagingOptions, Session, Store } from '@msg/core'

/** A running messaging, however it is reached: in process or over the wire. */
export interface SessionHost {
  /** The session of a user. Kept open until the host closes. */
  session(userId: string): Promise<Session>
  close(): Promise<void>
}

/** What a case asks of the engine: hand it all to {@link engineOn}, with a store of your own. */
export interface SessionHostOptions extends HostOptions, Pick<MessagingOptions, 'directory' | 'targets' | 'clock'> {
  /** What stands between the engine and its store, such as faults. Default: nothing. */
  readonly between?: (store: Store) => Store
}

/** The engine a case asks for, on a store. */
export const engineOn = (store: Store, { between, ...options }: SessionHostOptions): Messaging =>
  createMessaging({ ...options, store: between === undefined ? store : between(store) })

/** How a host is opened for one case: empty, with these options. */
export type OpenSessionHost = (options: SessionHostOptions) => Promise<SessionHost>

/** What a case works with. */
export interface SessionContext {
  readonly open: OpenSessionHost
}
