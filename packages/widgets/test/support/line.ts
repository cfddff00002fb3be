import { MsgError } from '@msg/core/errors'
import type { Connection, Session } from '@msg/core'

/** What becomes of what is asked over a line. */
export type LineState =
  | 'up'
  | 'polls'
  | 'down'
  | 'reconnects'
  | 'silent'
  | 'busy'
  | 'refuses'
  | 'refuses sends'
  | 'refuses uploads'
  | 'limits sends'

/** A session over a line that can be cut. */
export interface Line {
  readonly session: Session
  /** How many subscriptions over it nobody has ended. */
  readonly subscriptions: number
  set(state: LineState): void
}

/** Puts a session behind a line: what loads and what sends goes over it. */
export const behindLine = (inner: Session, first: LineState): Line => {
  let state = first
  const listeners = new Set<(state: Connection['state']) => void>()
  /** What was asked while nobody answered is answered once somebody does. */
  const asked = new Set<() => void>()
  const connection: Connection = {
    get state() {
      if (state === 'reconnects') return 'connecting'
      return state === 'down' ? 'offline' : 'online'
    },
    get polls() {
      return state === 'polls'
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const load = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (state === 'down') throw new MsgError('offline', 'the line is down', { outcome: 'none' })
    if (state === 'busy') throw new MsgError('busy', 'not now')
    if (state === 'refuses') throw new MsgError('forbidden', 'not for you', { reason: 'policy' })
    if (state === 'silent') await new Promise<void>((speaks) => asked.add(speaks))
    return ask()
  }
  const send = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (state === 'refuses sends') throw new MsgError('forbidden', 'not today', { reason: 'policy' })
    if (state === 'limits sends') throw new MsgError('rate_limited', 'too many', { retryAfter: 8 })
    return load(ask)
  }
  const { messages, inbox, attachments, live } = inner
  const subscribed: (AbortSignal | undefined)[] = []
  return {
    get subscriptions() {
      return subscribed.filter((signal) => signal?.aborted !== true).length
    },
    session: {
      ...inner,
      connection,
      attachments: {
        ...attachments,
        async upload(...input) {
          if (state === 'refuses uploads') throw new MsgError('storage_full', 'no room')
          return load(() => attachments.upload(...input))
        },
      },
      live: {
        ...live,
        subscribe(input, options) {
          subscribed.push(options?.signal)
          return live.subscribe(input, options)
        },
      },
      inbox: { ...inbox, list: (...input) => load(() => inbox.list(...input)) },
      messages: {
        ...messages,
        list: (...input) => load(() => messages.list(...input)),
        around: (...input) => load(() => messages.around(...input)),
        send: (...input) => send(() => messages.send(...input)),
      },
    },
    set(next) {
      state = next
      for (const listener of listeners) listener(connection.state)
      if (next !== 'silent') for (const answer of asked) answer()
    },
  }
}
