import { createClient } from '@msg/client'
import type { ClientOptions } from '@msg/client'
import { createViews } from '@msg/client/views'
import { isMsgError } from '@msg/core/errors'
import type { Session } from '@msg/core'
import type { Surroundings } from '../context/surroundings.ts'
import { pauseBefore } from './pause-before.ts'
import { markUnsent } from './unsent-mark.ts'

/** Where a provider gets its session from: the host's own, or a server. */
export type SessionSource = { readonly session: Session } | { readonly client: ClientOptions }

/** Whom a provider is connected as. */
export interface ProviderConnection {
  /** Ends what it made itself: its views, and the client if the host gave none. */
  close(): void
  /** Tries at once to connect, where that failed or nobody was signed in. */
  retry(): void
}

/** How the connection stands. */
export type Standing = Pick<Surroundings, 'state' | 'connected'>

/** Connects a provider, and goes on trying while the server cannot be reached. `changed` is told how it stands. */
export const connectProvider = (source: SessionSource, changed: (standing: Standing) => void): ProviderConnection => {
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let close: (() => void) | null = null

  const ready = (session: Session, end: () => void): void => {
    const views = createViews(session)
    changed({ state: 'ready', connected: { session, views } })
    const unmarked = views.outbox.subscribe(({ state, entries }) => {
      if (state !== 'loading') markUnsent(session.me, entries.length > 0)
    })
    // Once the session is over, nothing more is asked of the server until somebody has signed in again.
    const stop = views.live.subscribe(({ state, error }) => {
      if (state === 'ended' && error === 'unauthenticated' && !closed) changed({ state: 'signed-out', connected: null })
    })
    close = () => {
      unmarked()
      stop()
      views.close()
      end()
    }
  }

  const connect = async (options: ClientOptions, failures: number): Promise<void> => {
    try {
      const client = await createClient(options)
      if (closed) return client.close()
      ready(client, client.close)
    } catch (error) {
      if (closed) return
      if (isMsgError(error) && error.code === 'unauthenticated')
        return changed({ state: 'signed-out', connected: null })
      changed({ state: 'failed', connected: null })
      timer = setTimeout(() => void connect(options, failures + 1), pauseBefore(failures))
    }
  }

  const begin = (): void => {
    changed({ state: 'loading', connected: null })
    if ('session' in source) ready(source.session, () => {})
    else void connect(source.client, 0)
  }
  begin()
  return {
    close() {
      closed = true
      clearTimeout(timer)
      close?.()
    },
    retry() {
      if (closed) return
      clearTimeout(timer)
      close?.()
      close = null
      begin()
    },
  }
}
