import type { Child } from './child.ts'

/** An MQTT broker in a process of its own. */
export interface Broker extends Pick<Child, 'port' | 'usage'> {
  /** Resolves once it was told of all these messages. @throws when it is not within {@link patience} */
  heardOf(ids: readonly string[]): Promise<void>
  /** Ends the process: everybody is thrown out and everything forgotten. */
  stop(): Promise<void>
}

/** Milliseconds within which a broker must have been told. */
export const patience = 60_000
