import { ContextProvider } from '@lit/context'
import type { ClientOptions } from '@msg/client'
import type { Session } from '@msg/core'
import { css, html } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { holdRequests } from '../context/early-requests.ts'
import { launcherContext, noLauncherSurroundings } from '../context/launcher-surroundings.ts'
import type { Identity } from '../context/launcher-surroundings.ts'
import { surroundingsContext } from '../context/surroundings.ts'
import type { Surroundings } from '../context/surroundings.ts'
import { TellingElement } from '../context/telling-element.ts'
import { launcherWords } from '../i18n/launcher-words.ts'
import { isRightToLeft, localeFor } from '../i18n/locales.ts'
import type { LocaleName } from '../i18n/locales.ts'
import type { Strings } from '../i18n/strings.ts'
import { base } from '../theme/base.ts'
import { createAnnouncements } from './announcements.ts'
import { identityAt } from './identity-at.ts'
import type { surround, Surrounding } from './surround.ts'
import { isUnsent } from './unsent-mark.ts'

/** What makes the surroundings of a provider, with the client and the views. */
export type Surround = typeof surround

/**
 * Gives the widgets inside it a session, a language and a voice. Everything else on the page may lie between. Nothing is connected
 * before one of them needs it, and a launcher that is closed does not.
 *
 * @attr src - Address of the mount: `/chat`. Not needed where `session` is set
 * @attr locale - BCP 47 tag of the language; default that of the nearest `lang`
 * @attr color-scheme - `auto` (as the system, the default), `light` or `dark`
 * @attr login-url - Where to sign in; `next` gets the address of the page. A widget may have one of its own
 * @attr time-zone - IANA name; default that of the machine
 * @fires msg-unauthorized - Nobody is signed in, or the session is over
 * @fires msg-connection-change - `detail.state` is that of the session's connection
 */
export abstract class ProviderElement extends TellingElement {
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

  readonly #announcements = createAnnouncements(() => this.requestUpdate())
  readonly #early = holdRequests(this, surroundingsContext, () => void this.#surround())
  readonly #inside = new ContextProvider(this, { context: surroundingsContext })
  readonly #launchers = new ContextProvider(this, { context: launcherContext, initialValue: noLauncherSurroundings })
  /** Null as long as there are none in here but launchers. */
  #surrounding: Surrounding | null = null
  #loading = false
  #identity: Identity | null = null
  #signedOut = false
  #meeting: AbortController | null = null
  #locale: LocaleName = 'en'
  /** What the host said of its language; what is said there later was written here. */
  #ownLang = ''

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

  /** What makes its surroundings, once a widget asks for them. */
  protected abstract load(): Promise<Surround>

  /** Connects anew: after signing in. */
  reconnect(): void {
    this.#forget()
    this.#surrounding?.reconnect()
    this.#tellLaunchers()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // It may be under another `lang` than before.
    if (this.hasUpdated) void this.#speak()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#forget()
    this.#surrounding?.close()
    this.#surrounding = null
    this.#early.hold()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src') || changed.has('session') || changed.has('headers')) {
      this.#forget()
      this.#surrounding?.connect()
    }
    if (changed.has('locale') || !this.hasUpdated) void this.#speak()
    if (changed.size === 0) return
    this.#surrounding?.publish()
    this.#tellLaunchers()
  }

  protected override render(): TemplateResult {
    const { said, alerted } = this.#announcements
    return html`<slot></slot>
      <div class="visually-hidden" role="status">${said}</div>
      <div class="visually-hidden" role="alert">${alerted}</div>`
  }

  /** Somebody in here needs more than a launcher does. */
  async #surround(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    const surround = await this.load()
    this.#loading = false
    if (!this.isConnected || this.#surrounding !== null) return
    this.#meeting?.abort()
    this.#surrounding = surround({
      settings: this,
      announcer: this.#announcements,
      signedOut: this.#signedOut,
      publish: this.#surroundedBy,
      tell: (name, detail) => this.tell(name, detail),
    })
    this.#early.answer()
    if (this.#locale !== 'en') await this.#surrounding.speak(this.#locale)
  }

  readonly #surroundedBy = (surroundings: Surroundings): void => {
    this.#inside.setValue(surroundings)
    this.#signedOut = surroundings.state === 'signed-out'
    if (this.#signedOut) this.#identity = null
    this.#identity = surroundings.connected?.session ?? this.#identity
    this.#tellLaunchers()
  }

  async #speak(): Promise<void> {
    if (!this.hasUpdated) this.#ownLang = this.lang
    const around = this.#ownLang || this.parentElement?.closest<HTMLElement>('[lang]')?.lang
    const locale = localeFor(this.locale ?? around ?? 'en')
    // The page may be in the same language, or in another that is not spoken here.
    if (locale === this.#locale && (this.locale === null || locale === this.lang)) return
    this.#locale = locale
    await this.#surrounding?.speak(locale)
    if (locale !== this.#locale) return
    this.dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
    this.lang = locale
    this.#tellLaunchers()
  }

  #tellLaunchers(): void {
    const words = { ...launcherWords[this.#locale], ...this.strings }
    this.#launchers.setValue({ identity: this.#identity, words, meet: this.#meet })
  }

  /** Where that is not known yet, and will not be known because somebody connects. */
  readonly #meet = (): void => {
    if (this.#meeting !== null || this.#surrounding !== null || this.#loading) return
    const { session, src, headers } = this
    if (session === null && src === null) return
    this.#meeting = new AbortController()
    const { signal } = this.#meeting
    const asked = session ?? identityAt({ url: src ?? '', ...(headers === null ? {} : { headers }) }, signal)
    void Promise.resolve(asked).then((answer) => signal.aborted || this.#met(answer))
  }

  #met(answer: Identity | 'signed-out' | null): void {
    this.#signedOut = answer === 'signed-out'
    if (answer === 'signed-out') return this.tell('msg-unauthorized', {})
    this.#identity = answer
    this.#tellLaunchers()
    // What was not sent is sent by any page of mine.
    if (answer !== null && isUnsent(answer.me)) void this.#surround()
  }

  /** Whoever one was there. */
  #forget(): void {
    this.#meeting?.abort()
    this.#meeting = null
    this.#identity = null
    this.#signedOut = false
  }
}
