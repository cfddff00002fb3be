import type { ClientOptions } from '@msg/client'
import type { Session } from '@msg/core'
import type { Announcer, Surroundings } from '../context/surroundings.ts'
import { loadStrings } from '../i18n/catalogues.ts'
import { en } from '../i18n/en.ts'
import type { LocaleName } from '../i18n/locales.ts'
import type { Strings } from '../i18n/strings.ts'
import { createTimeFormat } from '../time/format-time.ts'
import type { TimeFormat } from '../time/format-time.ts'
import { loadUntilThere } from './load-until-there.ts'
import { connectProvider, unconnected } from './provider-connection.ts'
import type { ProviderConnection, Standing } from './provider-connection.ts'

const minute = 60_000

/** What the host set on a provider. */
export interface ProviderSettings {
  readonly src: string | null
  readonly session: Session | null
  readonly headers: NonNullable<ClientOptions['headers']> | null
  readonly locale: string | null
  readonly strings: Partial<Strings> | null
  readonly timeZone: string | null
  readonly loginUrl: string | null
}

type Source = Pick<ProviderSettings, 'session' | 'src' | 'headers'>

/** The provider as those see it who make its surroundings. */
export interface Surrounded {
  readonly settings: ProviderSettings
  readonly announcer: Announcer
  /** Nobody is signed in, as it knows already: the server is not asked again before it is said that somebody is. */
  readonly signedOut: boolean
  publish(surroundings: Surroundings): void
  tell(name: string, detail: unknown): void
}

/** The surroundings of a provider, kept up to date until they are closed. */
export interface Surrounding {
  /** Connects to what the settings say by now, if that is somewhere else. */
  connect(): void
  /** Connects anew: after signing in. */
  reconnect(): void
  /** Speaks another language, once its texts have been loaded. */
  speak(locale: LocaleName): Promise<void>
  /** Tells them anew: some setting is another. */
  publish(): void
  close(): void
}

/** Whether times can be written so. */
const isKnown = (locale: string, timeZone?: string): boolean => {
  try {
    new Intl.DateTimeFormat(locale, timeZone === undefined ? {} : { timeZone }).format()
    return true
  } catch {
    return false
  }
}

/** Times as the host wants them; a language or a time zone that there is not is as good as none. */
const timesOf = ({ locale, timeZone }: ProviderSettings, spoken: LocaleName, strings: Strings): TimeFormat =>
  createTimeFormat(
    locale !== null && isKnown(locale) ? locale : spoken,
    strings,
    timeZone !== null && isKnown(spoken, timeZone) ? timeZone : undefined,
  )

/** Makes the surroundings of a provider: session, texts, times and voice. */
export const surround = ({ settings, announcer, signedOut, publish, tell }: Surrounded): Surrounding => {
  let catalogue: { readonly locale: LocaleName; readonly strings: Strings } = { locale: 'en', strings: en }
  /** The language asked for last; null once nothing is to be said any more. */
  let asked: LocaleName | null = 'en'
  let standing = unconnected(signedOut ? 'signed-out' : 'loading')
  let connection: ProviderConnection | null = null
  let connectedTo: Source | null = null
  let stopWatching: (() => void) | null = null

  const publishNow = (): void => {
    const { locale } = catalogue
    const strings = settings.strings === null ? catalogue.strings : { ...catalogue.strings, ...settings.strings }
    publish({
      ...standing,
      locale,
      strings,
      times: timesOf(settings, locale, strings),
      now: Date.now(),
      announcer,
      loginUrl: settings.loginUrl,
      unauthorized: () => tell('msg-unauthorized', {}),
      retry: reconnect,
    })
  }
  const stands = (now: Standing): void => {
    const live = now.connected?.session.connection
    stopWatching?.()
    stopWatching = live?.onChange(() => tell('msg-connection-change', { state: live.state })) ?? null
    if (now.state === 'signed-out') tell('msg-unauthorized', {})
    standing = now
    publishNow()
  }
  const disconnect = (): void => {
    stopWatching?.()
    connection?.close()
    connection = null
  }
  const connect = (): void => {
    const { session, src, headers } = settings
    if (connectedTo?.session === session && connectedTo.src === src && connectedTo.headers === headers) return
    disconnect()
    connectedTo = { session, src, headers }
    standing = unconnected('loading')
    if (session !== null) connection = connectProvider({ session }, stands)
    else if (src !== null)
      connection = connectProvider({ client: { url: src, ...(headers === null ? {} : { headers }) } }, stands)
    else publishNow()
  }
  const reconnect = (): void => {
    if (connection === null) connect()
    else connection.retry()
  }
  /** A page that was put to sleep knows neither the time nor whether what waits could be sent by now. */
  const awake = (): void => {
    if (document.visibilityState !== 'visible') return
    publishNow()
    standing.connected?.views.outbox.resume()
  }
  const minutes = setInterval(publishNow, minute)
  document.addEventListener('visibilitychange', awake)
  if (signedOut) publishNow()
  else connect()
  return {
    connect,
    reconnect,
    async speak(locale) {
      asked = locale
      // What was asked for since may be there already.
      const strings = await loadUntilThere(async () => (asked === locale ? loadStrings(locale) : null))
      if (strings === null || asked !== locale) return
      catalogue = { locale, strings }
      publishNow()
    },
    publish: publishNow,
    close() {
      asked = null
      clearInterval(minutes)
      document.removeEventListener('visibilitychange', awake)
      disconnect()
    },
  }
}
