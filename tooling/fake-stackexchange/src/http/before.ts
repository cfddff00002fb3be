import type { Context, MiddlewareHandler } from 'hono'
import { challengePage, loginPage, outagePage } from '../pages/login-page.ts'
import { notFoundPage } from '../pages/layout.ts'
import type { FakeEnv, FakeServerState } from './context.ts'
import type { FaultEffect } from './faults.ts'
import { redacted } from './request-log.ts'
import { cookieOf, openSession } from './sessions.ts'

const cut = (c: Context<FakeEnv>) => {
  c.env.incoming.socket.destroy()
  return c.body(null)
}

const answerOf = (c: Context<FakeEnv>, effect: FaultEffect): Response | undefined => {
  switch (effect.kind) {
    case 'throttle':
      return c.text(
        `You can perform this action again in ${effect.seconds} second${effect.seconds === 1 ? '' : 's'}`,
        409,
      )
    case 'throttle-unreadable':
      return c.text('Slow down, please.', 409)
    case 'status':
      return new Response(effect.body ?? outagePage(effect.status), {
        status: effect.status,
        headers: { 'content-type': 'text/html' },
      })
    case 'html':
      return c.html('<!DOCTYPE html><html><body>something else</body></html>')
    case 'truncated-json':
      return c.body('{"id":12', 200, { 'content-type': 'application/json' })
    case 'challenge':
      return c.html(challengePage(), effect.status)
    case 'answer':
      return c.body(effect.body, 200, { 'content-type': 'application/json' })
    case 'reset-before':
      return cut(c)
    case 'reset-after':
    case 'slow':
    case 'captcha':
    case 'login-without-key':
    case 'null-time':
      break
  }
  return undefined
}

/** Applies the fault, if any, that meets this request. The form is read first, so that faults see whole requests. */
export const withFaults =
  (state: FakeServerState): MiddlewareHandler<FakeEnv> =>
  async (c, next) => {
    const effect = state.faults.take(c.req.method, c.req.path)
    if (!effect) return next()
    const answer = answerOf(c, effect)
    if (answer) return answer
    if (effect.kind === 'slow')
      await new Promise<void>((resolve) => void state.world.clock.timer('slow answer', effect.ms, resolve))
    await next()
    if (effect.kind === 'reset-after') c.res = cut(c)
    if (effect.kind === 'null-time') {
      const body: unknown = await c.res.json()
      c.res = Response.json({ ...(typeof body === 'object' ? body : {}), time: null })
    }
    return undefined
  }

/** Reads the form and writes the log line. */
export const withLog =
  (state: FakeServerState, server: 'chat' | 'login'): MiddlewareHandler<FakeEnv> =>
  async (c, next) => {
    const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
    const form = new URLSearchParams(isForm ? await c.req.text() : '')
    c.set('form', form)
    await next()
    if (c.req.path.startsWith('/__fake')) return
    const { pathname, search } = new URL(c.req.url)
    const path = `${pathname}${search}`
    state.log.add({ server, method: c.req.method, path, form: redacted(form), status: c.res.status })
  }

const sessionOf = (state: FakeServerState, c: Context<FakeEnv>) => {
  const cookies = c.req.header('cookie')
  const known = state.world.sessions.get(cookieOf(cookies, state.settings.chatCookie) ?? '')
  if (known?.alive) return known
  const account = state.world.accounts.get(cookieOf(cookies, 'acct') ?? '')
  if (account === undefined || c.req.method !== 'GET' || !state.settings.acceptsAccounts) return state.anonymous
  const opened = openSession(state.world, account)
  c.header('set-cookie', `${state.settings.chatCookie}=${opened.token}; path=/; HttpOnly`)
  return opened
}

/** Finds whose request it is; holders of an account cookie get a chat session on any page. */
export const withSession =
  (state: FakeServerState): MiddlewareHandler<FakeEnv> =>
  async (c, next) => {
    const session = sessionOf(state, c)
    c.set('session', session)
    const { markup } = state.settings
    c.set('pages', { world: state.world, session, markup, loginOrigin: state.origins.login })
    await next()
  }

const staleKey = (state: FakeServerState, c: Context<FakeEnv>) => {
  const flavour = state.settings.staleKey
  if (flavour === 'not-found') return c.html(notFoundPage(c.get('pages')), 404)
  if (flavour === 'redirect') return c.redirect(`${state.origins.login}/users/login?returnurl=%2f`)
  return c.html(loginPage('0'.repeat(64)))
}

/** Refuses posts that are no forms or carry another fkey than the session's. */
export const withKey =
  (state: FakeServerState): MiddlewareHandler<FakeEnv> =>
  async (c, next) => {
    if (c.req.method !== 'POST' || c.req.path.startsWith('/__fake')) return next()
    const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(c.req.header('content-type') ?? '')
    if (!isForm) return c.html(notFoundPage(c.get('pages')), 404)
    if (c.get('form').get('fkey') !== c.get('session').fkey) return staleKey(state, c)
    return next()
  }
