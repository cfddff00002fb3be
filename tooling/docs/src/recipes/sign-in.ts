import type { Authenticate, MountOptions } from '@msg/hono'
import { parse } from 'hono/utils/cookie'

/** What you keep of a session. */
interface Session {
  readonly userId: string
  readonly expiresAt: Date
}

/** A session cookie, as most sites have it. */
export const byCookie =
  (find: (sessionId: string) => Promise<Session | null>): Authenticate =>
  async (request) => {
    const { session = '' } = parse(request.headers.get('cookie') ?? '', 'session')
    return session === '' ? null : find(session)
  }

/** A token in the Authorization header: a JWT, an API key, what an identity provider gave the page. */
export const byBearer =
  (verify: (token: string) => Promise<Session | null>): Authenticate =>
  async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    return token === undefined ? null : verify(token)
  }

/** A page on another origin than the server. */
export const acrossOrigins = (authenticate: Authenticate): MountOptions => ({
  authenticate,
  origins: ['https://app.example'],
})
