import { systemClock } from '@msg/core'
import type { Clock, UserId } from '@msg/core'
import type { TopicAcl } from './acl.ts'

/** A subscription that a broker has granted. */
export interface Grant {
  readonly user: UserId
  /** The id of the client on the broker. */
  readonly client: string
  readonly topic: string
}

/** The subscriptions of a broker, asked about again every minute while they last. */
export interface Grants {
  /** One was granted. */
  add(grant: Grant): void
  /** One has ended; without a topic, all of this client. */
  remove(client: string, topic?: string): void
  /** Asks about none any more. */
  close(): void
}

/** What grants are watched with. */
export interface GrantsOptions {
  readonly acl: Pick<TopicAcl, 'allows'>
  /**
   * Ends a subscription on the broker: its user may no longer subscribe to that, or nobody can tell. Is called again after a minute where it
   * throws or rejects.
   */
  readonly end: (grant: Grant) => void | Promise<void>
  readonly clock?: Clock
}

/** Milliseconds for which an answer holds: as long as for who watches over a live link. */
const holds = 60_000

/**
 * Watches the subscriptions of a broker in this process: a broker asks who may subscribe when they do, and never again. What is said
 * in a channel then comes for a minute at most to who may no longer view its object. Topics of users need none of this.
 */
export const watchGrants = ({ acl, end, clock = systemClock() }: GrantsOptions): Grants => {
  const grants = new Set<Grant>()
  let cancel: (() => void) | null = null
  let closed = false
  const isHeld = ({ user, topic }: Grant): Promise<boolean> => acl.allows(user, 'subscribe', topic).catch(() => false)
  const endOne = async (grant: Grant): Promise<void> => {
    try {
      await end(grant)
      grants.delete(grant)
    } catch {
      // It lasts, and is asked about again.
    }
  }
  const askAll = async (): Promise<void> => {
    for (const grant of grants) {
      if ((await isHeld(grant)) || closed || !grants.has(grant)) continue
      void endOne(grant)
    }
    cancel = null
    begin()
  }
  const begin = (): void => {
    if (cancel === null && !closed && grants.size > 0) cancel = clock.after(holds, () => void askAll())
  }
  return {
    add(grant) {
      grants.add(grant)
      begin()
    },
    remove(client, topic) {
      for (const grant of grants)
        if (grant.client === client && (topic === undefined || grant.topic === topic)) grants.delete(grant)
    },
    close() {
      closed = true
      cancel?.()
      grants.clear()
    },
  }
}
