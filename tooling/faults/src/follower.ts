import type { Client } from '@msg/client'
import type { Change, Message } from '@msg/core'

/** Follows live without any help, whatever happens to the connection. */
export interface Follower {
  readonly messages: readonly Message[]
  readonly changes: readonly Change[]
  readonly ready: Promise<void>
  /** Resolves when these messages have all come in. */
  until(ids: readonly string[]): Promise<void>
  end(): Promise<void>
}

/** Starts to follow everything a client is told. */
export const follow = (client: Client): Follower => {
  const messages: Message[] = []
  const changes: Change[] = []
  const subscription = client.live.subscribe()
  const ready = Promise.withResolvers<void>()
  let waiting = { ids: new Set<string>(), found: (): void => {} }
  const done = (async () => {
    for await (const event of subscription) {
      if (event.type === 'resync') throw new Error('a short outage must not need a resync')
      if (event.type === 'ready') ready.resolve()
      if (event.type !== 'changes') continue
      changes.push(...event.changes)
      for (const { type, subject } of event.changes)
        if (type === 'message.sent' && subject !== 'gone') {
          messages.push(subject)
          waiting.ids.delete(subject.id)
        }
      if (waiting.ids.size === 0) waiting.found()
    }
  })()
  done.catch(ready.reject)
  return {
    messages,
    changes,
    ready: ready.promise,
    until: (ids) =>
      Promise.race([
        done.then(() => {
          throw new Error('the subscription ended')
        }),
        new Promise<void>((found) => {
          const known = new Set(messages.map(({ id }) => id))
          waiting = { ids: new Set(ids.filter((id) => !known.has(id))), found }
          if (waiting.ids.size === 0) found()
        }),
      ]),
    async end() {
      subscription.close()
      await done
    },
  }
}
