import { StackExchangeError } from '../errors.ts'
import { refuseChallenge } from '../http/calls.ts'
import type { Http } from '../http/http.ts'
import { parseLoginKey } from '../pages/session-page.ts'

/** E-mail address and password of an account. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

const refuseOutage = (status: number) => {
  if (status >= 500) throw new StackExchangeError('unavailable', { during: 'login', status })
}

/**
 * Logs the cookie jar in at the login site: one form, posted once and never repeated.
 *
 * @throws `login-rejected`, `captcha-required`, `challenge`, `unavailable`, `protocol`
 */
export const logIn = async (http: Http, loginOrigin: string, credentials: Credentials, signal?: AbortSignal) => {
  const url = `${loginOrigin}/users/login`
  const form = await http.get(url, signal)
  refuseChallenge(form)
  refuseOutage(form.status)
  if (new URL(form.url).pathname === '/') return
  const fkey = parseLoginKey(form.body)
  if (fkey === null) throw new StackExchangeError('protocol', { during: 'the login page has no form' })
  const { email, password } = credentials
  const answer = await http.request({ url, form: { email, password, fkey }, signal })
  refuseChallenge(answer)
  refuseOutage(answer.status)
  if (answer.location === null) throw new StackExchangeError('login-rejected', { status: answer.status })
  if (new URL(answer.location).pathname !== '/') throw new StackExchangeError('captcha-required')
}
