import { ContextProvider } from '@lit/context'
import type { ClientOptions } from '@msg/client'
import type { Session } from '@msg/core'
import { css, html, LitElement } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { surroundingsContext, noSurroundings } from '../context/surroundings.ts'
import type { Surroundings } from '../context/surroundings.ts'
import { en } from '../i18n/en.ts'
import { isRightToLeft, loadStrings, localeFor } from '../i18n/locales.ts'
import type { LocaleName } from '../i18n/locales.ts'
import type { Strings } from '../i18n/strings.ts'
import { base } from '../theme/base.ts'
import { createTimeFormat } from '../time/format-time.ts'
import { createAnnouncements } from './announcements.ts'
import { connectProvider } from './provider-connection.ts'
import type { ProviderConnection, Standing } from './provider-connection.ts'

const minute = 60_000

/**
 * Gives the widgets inside it a session, a language and a voice. Everything else on the page may lie between.
 *
 * @attr src - Address of the mount: `/chat`. Not needed where `session` is set
 * @attr locale - BCP 47 tag of the language; default that of the nearest `lang`
 * @attr color-scheme - `auto` (as the system, the default), `light` or `dark`
 * @attr login-url - Where to sign in; `next` gets the address of the page. A widget may have one of its own
 * @attr time-zone - IANA name; default that of the machine
 * @fires msg-unauthorized - Nobody is signed in, or the session is over
 * @fires msg-connection-change - `detail.state` is that of the session's connection
 */
export class MsgProvider extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        color-scheme: light dark;
      }
    `,
  ]
  static override readonly properties = {
    src: {},
    locale: {},
    timeZone: { attribute: 'time-zone' },
    colorScheme: { attribute: 'color-scheme', reflect: true, useDefault: true },
    session: { attribute: false },
    headers: { attribute: false },
    strings: { attribute: false },
    loginUrl: { attribute: 'login-url' },
  }

  declare src: string | null
  declare locale: string | null
  declare timeZone: string | null
  declare colorScheme: 'auto' | 'light' | 'dark'
  /** The host's own session; then `src` is not used. Whoever made it closes it. */
  declare session: Session | null
  declare loginUrl: string | null
  /** Headers of every request, as `createClient` takes them. */
  declare headers: NonNullable<ClientOptions['headers']> | null
  /** Texts in place of ours, a few or all. */
  declare strings: Partial<Strings> | null

  readonly #provider = new ContextProvider(this, { context: surroundingsContext, initialValue: noSurroundings })
  readonly #announcements = createAnnouncements(() => this.requestUpdate())
  #catalogue: { readonly locale: LocaleName; readonly strings: Strings } = { locale: 'en', strings: en }
  #standing: Standing = { state: 'loading', connected: null }
  #connection: ProviderConnection | null = null
  #stopWatching: (() => void) | null = null
  #minutes: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.src = null
    this.locale = null
    this.timeZone = null
    this.colorScheme = 'auto'
    this.session = null
    this.headers = null
    this.strings = null
    this.loginUrl = null
  }

  /** Connects anew: after signing in. */
  reconnect(): void {
    this.#connection?.retry()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#minutes = setInterval(() => this.#publish(), minute)
    document.addEventListener('visibilitychange', this.#awake)
    if (this.hasUpdated) this.#connect()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#minutes)
    document.removeEventListener('visibilitychange', this.#awake)
    this.#disconnect()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const source = changed.has('src') || changed.has('session') || changed.has('headers')
    if (this.isConnected && source) this.#connect()
    if (changed.has('locale') || !this.hasUpdated) void this.#speak()
    if (changed.size > 0) this.#publish()
  }

  protected override render(): TemplateResult {
    const { said, alerted } = this.#announcements
    return html`<slot></slot>
      <div class="visually-hidden" role="status">${said}</div>
      <div class="visually-hidden" role="alert">${alerted}</div>`
  }

  #connect(): void {
    this.#disconnect()
    if (this.session !== null) this.#connection = connectProvider({ session: this.session }, this.#stands)
    else if (this.src !== null) {
      const headers = this.headers === null ? {} : { headers: this.headers }
      this.#connection = connectProvider({ client: { url: this.src, ...headers } }, this.#stands)
    }
  }

  #disconnect(): void {
    this.#stopWatching?.()
    this.#connection?.close()
    this.#connection = null
    this.#standing = { state: 'loading', connected: null }
  }

  readonly #stands = (standing: Standing): void => {
    const connection = standing.connected?.session.connection
    this.#stopWatching?.()
    this.#stopWatching =
      connection?.onChange(() => this.#emit('msg-connection-change', { state: connection.state })) ?? null
    if (standing.state === 'signed-out') this.#emit('msg-unauthorized', {})
    this.#standing = standing
    this.#publish()
  }

  /** A page that was put to sleep knows neither the time nor whether what waits could be sent by now. */
  readonly #awake = (): void => {
    if (document.visibilityState !== 'visible') return
    this.#publish()
    this.#standing.connected?.views.outbox.resume()
  }

  async #speak(): Promise<void> {
    const tag = this.locale ?? this.closest('[lang]')?.getAttribute('lang') ?? 'en'
    const locale = localeFor(tag)
    if (locale === this.#catalogue.locale) return
    const strings = await loadStrings(locale)
    this.#catalogue = { locale, strings }
    this.dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
    this.lang = locale
    this.#publish()
  }

  #publish(): void {
    const { locale } = this.#catalogue
    const strings = this.strings === null ? this.#catalogue.strings : { ...this.#catalogue.strings, ...this.strings }
    const surroundings: Surroundings = {
      ...this.#standing,
      locale,
      strings,
      times: createTimeFormat(this.locale ?? locale, strings, this.timeZone ?? undefined),
      now: Date.now(),
      announcer: this.#announcements,
      loginUrl: this.loginUrl,
      unauthorized: () => this.#emit('msg-unauthorized', {}),
      retry: () => this.reconnect(),
    }
    this.#provider.setValue(surroundings)
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }
}
