import type { Connection } from '@msg/core'

type State = Connection['state']

/** The state of all live connections of a client as one: that of the worst. Online while there is none. */
export interface ConnectionState {
  readonly connection: Connection
  /** Starts counting one more connection: what reports its state, and what forgets it. */
  track(): { report(state: State): void; forget(): void }
}

interface Listener {
  readonly call: (state: State) => void
}

const badness: Readonly<Record<State, number>> = { online: 0, connecting: 1, offline: 2 }

/** A listener that throws is its owner's trouble, not the connection's. */
const tell = ({ call }: Listener, state: State): void => {
  try {
    call(state)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

export const createConnectionState = (): ConnectionState => {
  const tracked = new Map<symbol, State>()
  const listeners = new Set<Listener>()
  let state: State = 'online'
  const settle = (): void => {
    const worst = [...tracked.values()].reduce((one, other) => (badness[other] > badness[one] ? other : one), 'online')
    if (worst === state) return
    state = worst
    for (const listener of listeners) tell(listener, worst)
  }
  return {
    connection: {
      get state() {
        return state
      },
      onChange(listener) {
        const entry = { call: listener }
        listeners.add(entry)
        return () => void listeners.delete(entry)
      },
    },
    track: () => {
      const key = Symbol('connection')
      return {
        report(reported) {
          tracked.set(key, reported)
          settle()
        },
        forget() {
          tracked.delete(key)
          settle()
        },
      }
    },
  }
}
