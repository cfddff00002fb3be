import type { Notifier } from '@msg/core'

/** A stand-in for a broker: remembers what it is told, and can be away. */
export interface FakeOutside {
  /** Tells it about sent messages; all are called `fake`. */
  readonly notifier: () => Notifier
  /** The ids of what it was told, in order. */
  readonly received: () => readonly string[]
  readonly lose: () => Promise<void>
  readonly restore: () => Promise<void>
}

/** Makes an outside that is there. */
export const fakeOutside = (): FakeOutside => {
  const received: string[] = []
  let here = true
  return {
    notifier: () => ({
      name: 'fake',
      types: ['message.sent'],
      async notify({ change }) {
        if (!here) return { status: 'away', reason: 'not_here' }
        received.push(change.id)
        return { status: 'done' }
      },
    }),
    received: () => received,
    lose: async () => {
      here = false
    },
    restore: async () => {
      here = true
    },
  }
}
