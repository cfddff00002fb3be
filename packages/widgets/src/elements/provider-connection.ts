import { createClient } from '@msg/client'
import type { ClientOptions } from '@msg/client'
import { createViews, indexedDbOutboxStore } from '@msg/client/views'
import type { OutboxEntry } from '@msg/client/views'
import { isMsgError } from '@msg/core/errors'
import type { Session } from '@msg/core'
import type { Surroundings } from '../context/surroundings.ts'
import { keepUser, lastUser } from './last-user.ts'
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
export type Standing = Pick<Surroundings, 'state' | 'connected' | 'unsent'>

/** How it stands as long as nobody is connected. */
export const unconnected = (
  state: Exclude<Standing['state'], 'ready'>,
  unsent: readonly OutboxEntry[] = [],
): Standing => ({ state, connected: null, unsent })

/** What the last user of a server wrote there and is kept. */
const unsentAt = async (url: string): Promise<readonly OutboxEntry[]> => {
  const userId = lastUser(url)
  if (userId === null || typeof indexedDB === 'undefined') return []
  const entries = await indexedDbOutboxStore()
    .load(userId)
    .catch(() => [])
  return entries.toSorted((one, other) => one.position - other.position)
}

/** Connects a provider, and goes on trying while the server cannot be reached. `changed` is told how it stands. */
export const connectProvider = (source: SessionSource, changed: (standing: Standing) => void): ProviderConnection => {
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let close: (() => void) | null = null
  let unsent: readonly OutboxEntry[] | null = null

  const signedOut = (): void => {
    if ('client' in source) keepUser(source.client.url, null)
    changed(unconnected('signed-out'))
  }
  const ready = (session: Session, end: () => void): void => {
    const views = createViews(session)
    changed({ state: 'ready', connected: { session, views }, unsent: [] })
    const unmarked = views.outbox.subscribe(({ state, entries }) => {
      if (state !== 'loading') markUnsent(session.me, entries.length > 0)
    })
    // Once the session is over, nothing more is asked of the server until somebody has signed in again.
    const stop = views.live.subscribe(({ state, error }) => {
      if (state === 'ended' && error === 'unauthenticated' && !closed) signedOut()
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
      keepUser(options.url, client.me)
      ready(client, client.close)
    } catch (error) {
      if (closed) return
      if (isMsgError(error) && error.code === 'unauthenticated') return signedOut()
      unsent ??= await unsentAt(options.url)
      if (closed) return
      changed(unconnected('failed', unsent))
      timer = setTimeout(() => void connect(options, failures + 1), pauseBefore(failures))
    }
  }

  const begin = (): void => {
    changed(unconnected('loading'))
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
