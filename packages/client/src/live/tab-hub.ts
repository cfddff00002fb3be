/** The one live link of a browser: the tab that holds the lock has it, and tells the others what comes. */
import type { LiveEvent } from '@msg/core'
import type { Standing } from '../connection-state.ts'
import { watchSleep } from './page-sleep.ts'
import { subscribe } from './subscription.ts'
import type { LiveOptions } from './subscription.ts'

/** Told to every tab, the one with the link too. */
export type TabMessage =
  /** A tab has taken the link over: what came in between is missing. */
  | { readonly type: 'begin' }
  /** The link is live: from here on nothing is missing. */
  | { readonly type: 'here' }
  | { readonly type: 'event'; readonly event: LiveEvent }
  /** The link is beyond help. */
  | { readonly type: 'end'; readonly error: unknown }

/** What only tabs say to one another. */
type Whisper = { readonly type: 'where' } | { readonly type: 'standing'; readonly standing: Standing }

/** The link, as one tab knows it. */
export interface TabHub {
  /** Hears everything from now on; `here` comes again for whoever is new. Returns what ends it. */
  listen(listener: (message: TabMessage) => void): () => void
}

/** Whether this platform can share a link. */
export const canShare = (): boolean => typeof BroadcastChannel === 'function' && lockManager() !== undefined

const platform: { readonly navigator?: { readonly locks?: LockManager } } = globalThis

const lockManager = (): LockManager | undefined => platform.navigator?.locks

/** The hub of the tabs that know it by the same name. It is there as long as somebody listens. */
export const createTabHub = (name: string, live: LiveOptions): TabHub => {
  const listeners = new Set<(message: TabMessage) => void>()
  let seat: Seat | undefined
  let unwatch: (() => void) | undefined
  const rise = (): void => {
    seat?.leave()
    seat = undefined
  }
  const sit = (): void => {
    seat ??= takeSeat(name, live, tell)
    seat.ask()
  }
  const wake = (): void => {
    // What came meanwhile is missing here.
    tell({ type: 'begin' })
    sit()
  }
  const tell = (message: TabMessage): void => {
    // Who listens after the end begins anew.
    if (message.type === 'end') rise()
    for (const listener of listeners) listener(message)
  }
  return {
    listen(listener) {
      listeners.add(listener)
      // Whoever sleeps with the link would keep it from the others.
      unwatch ??= watchSleep({ sleep: rise, wake })
      sit()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        unwatch?.()
        unwatch = undefined
        rise()
      }
    },
  }
}

/** A tab's place among the others. */
interface Seat {
  /** Asks to be told where the link is. */
  ask(): void
  leave(): void
}

const connecting: Standing = { state: 'connecting', polls: false }

const takeSeat = (name: string, live: LiveOptions, tell: (message: TabMessage) => void): Seat => {
  const leaving = new AbortController()
  const channel = new BroadcastChannel(name)
  const shown = live.states.track()
  let own: { isLive: boolean; standing: Standing } | undefined
  const post = (message: TabMessage | Whisper): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    if (!leaving.signal.aborted) channel.postMessage(message)
  }
  const publish = (message: TabMessage): void => {
    post(message)
    tell(message)
  }
  const report = (standing: Standing): void => {
    if (own !== undefined) own.standing = standing
    shown.report(standing)
    post({ type: 'standing', standing })
  }
  const answer = (): void => {
    if (own?.isLive !== true) return
    publish({ type: 'here' })
    post({ type: 'standing', standing: own.standing })
  }
  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage | Whisper>) => {
    if (leaving.signal.aborted) return
    if (data.type === 'where') answer()
    else if (data.type === 'standing') shown.report(data.standing)
    else tell(data)
  })
  /** Has the link until this tab leaves, or the link is beyond help. */
  const lead = async (): Promise<void> => {
    own = { isLive: false, standing: connecting }
    publish({ type: 'begin' })
    const states = { ...live.states, track: () => ({ report, forget: () => {} }) }
    const link = subscribe({ ...live, states }, {}, { signal: leaving.signal })
    try {
      for await (const event of link)
        if (event.type === 'ready' && !own.isLive) {
          own.isLive = true
          answer()
        } else publish({ type: 'event', event })
    } catch (error) {
      // The other tabs find out for themselves.
      tell({ type: 'end', error })
    } finally {
      own = undefined
    }
  }
  shown.report(connecting)
  // A page that is put to sleep has no time to close the link first.
  const left = new Promise((resolve) => leaving.signal.addEventListener('abort', resolve))
  lockManager()
    ?.request(name, { signal: leaving.signal }, () => Promise.race([lead(), left]))
    // A frame that is denied locks (it is sandboxed, say) has a link of its own.
    .catch(() => void (leaving.signal.aborted || lead()))
  return {
    ask: () => (own === undefined ? post({ type: 'where' }) : answer()),
    leave() {
      leaving.abort()
      channel.close()
      shown.forget()
    },
  }
}
