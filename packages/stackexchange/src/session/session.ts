import type { CookieJar } from 'tough-cookie'
import { abortable } from '../abort.ts'
import type { Clock } from '../clock.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import { refuseChallenge, type KeySource } from '../http/calls.ts'
import type { Http } from '../http/http.ts'
import { parseSessionPage, type SessionPage } from '../pages/session-page.ts'
import type { ChatServer } from '../server.ts'
import type { Auth } from './auth.ts'
import { logIn } from './login.ts'
import { isSavedSession, type BrowserCookie, type SessionStore } from './saved-session.ts'

/** The own user, as far as the pages tell. */
export interface Identity {
  readonly id: number
  readonly name: string | null
}

/** Who this client is to the chat, and the key its posts carry. */
export interface Session extends KeySource {
  readonly me: Identity | null
  /** Logs in; rejects with a typed error and stays as it was. */
  logIn(auth: Auth, signal?: AbortSignal): Promise<void>
  /** Forgets the saved session. */
  forget(): Promise<void>
}

/** What a session is made of. */
export interface SessionOptions {
  readonly http: Http
  readonly server: ChatServer
  readonly store: SessionStore | null
  readonly clock: Clock
}

/** Puts cookies into an emptied jar, on the parent domain, so that they reach the login site and the chat alike. */
const fillJar = async (jar: CookieJar, cookies: readonly BrowserCookie[], server: ChatServer) => {
  await jar.removeAllCookies()
  const { hostname, protocol } = new URL(server.chatOrigin)
  const domain = hostname.startsWith('chat.') ? `; Domain=${hostname.replace(/^chat\.(?:meta\.)?/, '')}` : ''
  const secure = protocol === 'https:' ? '; Secure' : ''
  for (const { name, value } of cookies)
    await jar.setCookie(`${name}=${value}; Path=/; HttpOnly${domain}${secure}`, server.chatOrigin, {
      ignoreError: true,
    })
}

const cookiesOf = async (jar: CookieJar): Promise<readonly BrowserCookie[]> => {
  const { cookies } = await jar.serialize()
  return cookies.flatMap(({ key, value }) =>
    typeof key === 'string' && typeof value === 'string' ? [{ name: key, value }] : [],
  )
}

/** Asks the chat who we are: its front page also turns an account cookie into a chat session. */
const askPages = async ({ http, server }: SessionOptions): Promise<SessionPage> => {
  let known: SessionPage = { fkey: null, me: null }
  for (const path of ['/', '/chats/join/favorite']) {
    const response = await http.get(`${server.chatOrigin}${path}`)
    refuseChallenge(response)
    if (response.status >= 500) throw new StackExchangeError('unavailable', { during: path, status: response.status })
    const page = parseSessionPage(response.body)
    known = { fkey: page.fkey ?? known.fkey, me: page.me ?? known.me }
    if (known.fkey !== null && known.me !== null) break
  }
  return known
}

/** Milliseconds before a login that was refused is tried again by itself: many of them in a row lock an account out. */
const PATIENCE = 10 * 60_000

const isRefused = (error: unknown): boolean =>
  isStackExchangeError(error) && (error.code === 'login-rejected' || error.code === 'captcha-required')

class ChatSession implements Session {
  readonly #options: SessionOptions
  #me: Identity | null = null
  #fkey: string | null = null
  #auth: Auth = { kind: 'anonymous' }
  #asking: Promise<SessionPage> | null = null
  #recovering: Promise<void> | null = null
  /** Why the last login was refused, and when by the clock that nobody sets. */
  #refusal: { readonly error: unknown; readonly at: number } | null = null

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get me(): Identity | null {
    return this.#me
  }

  async logIn(auth: Auth, signal?: AbortSignal): Promise<void> {
    if (this.#me !== null) throw new StackExchangeError('already-logged-in')
    if (auth.kind === 'password') await this.#fromPassword(auth, signal)
    if (auth.kind === 'cookies') await this.#fromCookies(auth, signal)
    this.#auth = auth
  }

  async key(signal?: AbortSignal): Promise<string> {
    if (this.#fkey === null) await this.#renewKey(signal)
    if (this.#fkey === null) throw new StackExchangeError('protocol', { during: 'no page shows a key' })
    return this.#fkey
  }

  async renew(stale: string, signal?: AbortSignal): Promise<string> {
    if (this.#fkey !== null && this.#fkey !== stale) return this.#fkey
    await this.#renewKey(signal)
    return this.#fkey ?? stale
  }

  async forget(): Promise<void> {
    await this.#options.store?.save(this.#options.server.chatOrigin, null)
  }

  /** A client with an account never goes on with a visitor's key. However many find theirs stale, one logs in. */
  async #renewKey(signal?: AbortSignal): Promise<void> {
    if (this.#me === null) this.#fkey = (await this.#ask(signal)).fkey
    else {
      this.#recovering ??= this.#recover().finally(() => (this.#recovering = null))
      await abortable(this.#recovering, signal)
    }
  }

  #ask(signal?: AbortSignal): Promise<SessionPage> {
    this.#asking ??= askPages(this.#options).finally(() => (this.#asking = null))
    return abortable(this.#asking, signal)
  }

  /** Takes on the identity the chat shows; false when it shows none, or not the one wanted. */
  async #adopt(wanted: number | null, signal?: AbortSignal): Promise<boolean> {
    const page = await this.#ask(signal)
    const isWanted = page.me !== null && (wanted === null || page.me.id === wanted)
    this.#fkey = isWanted ? page.fkey : null
    if (page.me === null || !isWanted) return false
    this.#me = page.me
    const { store, server, http } = this.#options
    const { chatOrigin } = server
    if (store)
      await store.save(chatOrigin, { version: 1, chatOrigin, userId: page.me.id, cookies: await cookiesOf(http.jar) })
    return true
  }

  async #fromPassword(auth: Auth & { readonly kind: 'password' }, signal?: AbortSignal): Promise<void> {
    const { http, server, store } = this.#options
    const saved = this.#me === null ? await store?.load(server.chatOrigin) : null
    if (saved) {
      await fillJar(http.jar, saved.cookies, server)
      if (await this.#adopt(saved.userId, signal)) return
    }
    await http.jar.removeAllCookies()
    await logIn(http, server.loginOrigin, auth, signal)
    // The account cookie proves nothing: only a chat page that knows us does.
    if (!(await this.#adopt(null, signal))) throw new StackExchangeError('session-expired', { during: 'login' })
  }

  async #fromCookies({ from }: Auth & { readonly kind: 'cookies' }, signal?: AbortSignal): Promise<void> {
    const { http, server, store } = this.#options
    const given = from ?? (await store?.load(server.chatOrigin)) ?? []
    const saved = isSavedSession(given) ? given : { cookies: given, userId: null }
    await fillJar(http.jar, saved.cookies, server)
    if (!(await this.#adopt(saved.userId, signal))) throw new StackExchangeError('session-expired', { during: 'login' })
  }

  /** After the chat forgot us: the account cookie may open a new session, else the password may. */
  async #recover(): Promise<void> {
    if (await this.#adopt(this.#me?.id ?? null)) return
    if (this.#auth.kind !== 'password') throw new StackExchangeError('session-expired')
    const { clock } = this.#options
    if (this.#refusal !== null && clock.elapsed() - this.#refusal.at < PATIENCE) throw this.#refusal.error
    try {
      await this.#fromPassword(this.#auth)
      this.#refusal = null
    } catch (error) {
      if (isRefused(error)) this.#refusal = { error, at: clock.elapsed() }
      throw error
    }
  }
}

/** Creates the session of one client, anonymous until `logIn`. */
export const createSession = (options: SessionOptions): Session => new ChatSession(options)
