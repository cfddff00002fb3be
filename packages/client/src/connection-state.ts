import type { Connection } from '@msg/core'

type State = Connection['state']

/** How one live connection stands. */
export interface Standing {
  readonly state: State
  /** It asks every few seconds. */
  readonly polls: boolean
}

/** The state of all live connections of a client as one: that of the worst. Online while there is none. */
export interface ConnectionState {
  readonly connection: Connection
  /** Starts counting one more connection: what reports its state, and what forgets it. */
  track(): { report(standing: Standing): void; forget(): void }
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
  const tracked = new Map<symbol, Standing>()
  const listeners = new Set<Listener>()
  let state: State = 'online'
  let polls = false
  const settle = (): void => {
    const all = [...tracked.values()]
    const worst = all.reduce<State>((one, other) => (badness[other.state] > badness[one] ? other.state : one), 'online')
    const polling = all.some((standing) => standing.polls)
    if (worst === state && polling === polls) return
    state = worst
    polls = polling
    for (const listener of listeners) tell(listener, worst)
  }
  return {
    connection: {
      get state() {
        return state
      },
      get polls() {
        return polls
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
