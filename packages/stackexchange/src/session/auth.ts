import type { BrowserCookie, SavedSession } from './saved-session.ts'

/** How a client logs in. Made by {@link cookies}, {@link password} or {@link anonymous}. */
export type Auth =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'cookies'; readonly from: SavedSession | readonly BrowserCookie[] | null }
  | { readonly kind: 'password'; readonly email: string; readonly password: string }

/** Reads without an account: rooms, history and events, but nothing can be written. */
export const anonymous = (): Auth => ({ kind: 'anonymous' })

const parseHeader = (header: string): readonly BrowserCookie[] =>
  header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? [] : [{ name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() }]
  })

/**
 * Logs in with cookies of a browser: the text of a Cookie header, exported cookies, or a saved session; without an
 * argument with the session that `sessions` kept.
 * The one that counts is `acct`, which lasts about six months; the chat's own cookie is fetched anew from it.
 *
 * @example
 * await connect({ server: 'stackoverflow', auth: cookies('acct=…; prov=…') })
 */
export const cookies = (from: SavedSession | string | readonly BrowserCookie[] | null = null): Auth => ({
  kind: 'cookies',
  from: typeof from === 'string' ? parseHeader(from) : from,
})

/** Logs in with e-mail address and password. A saved session is tried first; a captcha is never answered. */
export const password = (credentials: { readonly email: string; readonly password: string }): Auth => ({
  kind: 'password',
  ...credentials,
})
