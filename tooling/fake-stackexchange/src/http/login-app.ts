import { Hono, type Context } from 'hono'
import { captchaPage, challengePage, loginPage } from '../pages/login-page.ts'
import { withLog } from './before.ts'
import type { FakeEnv, FakeServerState } from './context.ts'
import { cookieOf, nextHex, openAccount } from './sessions.ts'

const SIX_MONTHS = 180 * 86_400

/** The login site. Its cookies reach the chat, because cookies do not know ports. */
export const loginApp = (state: FakeServerState): Hono<FakeEnv> => {
  const app = new Hono<FakeEnv>()
  const { world } = state
  const keys = new Set<string>()
  const isLoggedIn = (c: Context<FakeEnv>) => world.accounts.has(cookieOf(c.req.header('cookie'), 'acct') ?? '')
  app.use(withLog(state, 'login'))
  app.get('/', (c) => c.html('<!DOCTYPE html><html><body><a class="my-profile" href="/users/1">me</a></body></html>'))
  app.get('/nocaptcha', (c) => c.html(captchaPage()))
  app.get('/users/login', (c) => {
    const effect = state.faults.take('GET', '/users/login')
    if (effect?.kind === 'challenge') return c.html(challengePage(), effect.status)
    if (effect?.kind === 'login-without-key')
      return c.html('<!DOCTYPE html><html><body>We are read-only.</body></html>')
    if (isLoggedIn(c)) return c.redirect('/')
    const key = nextHex(world, 64)
    keys.add(key)
    return c.html(loginPage(key))
  })
  app.post('/users/login', (c) => {
    const effect = state.faults.take('POST', '/users/login')
    if (effect?.kind === 'challenge') return c.html(challengePage(), effect.status)
    if (effect?.kind === 'captcha') return c.redirect('/nocaptcha?s=1')
    const form = c.get('form')
    const key = form.get('fkey') ?? ''
    const user = [...world.users.values()].find((one) => one.email === form.get('email') && one.id > 0)
    if (!keys.has(key) || !user || user.password !== form.get('password'))
      return c.html(loginPage(key, 'The email or password is incorrect.'))
    c.header('set-cookie', `acct=${openAccount(world, user.id)}; path=/; HttpOnly; max-age=${SIX_MONTHS}`, {
      append: true,
    })
    c.header('set-cookie', `prov=${nextHex(world, 24)}; path=/; HttpOnly`, { append: true })
    return c.redirect('/')
  })
  return app
}
