import { allowedRecipients, createMessaging } from '@msg/core'
import type { MessagingOptions } from '@msg/core'
import { directmessagesListeners, mountDirectmessages } from '@msg/compat/directmessages'
import { mountMessaging } from '@msg/hono'
import type { Authenticate } from '@msg/hono'
import { Hono } from 'hono'

/** What the host keeps of users, tokens and sessions. */
export interface Accounts {
  /** Of the table `authtoken_token`: whose token it is. */
  userOfToken(token: string): Promise<string | null>
  /** Of the session store: who is signed in. */
  userOfSession(key: string): Promise<string | null>
}

/** `Authorization: Token …`, else the cookie `sessionid`: the two schemes that Django REST framework has by itself. */
export const byTokenOrSession =
  ({ userOfToken, userOfSession }: Accounts): Authenticate =>
  async ({ headers }) => {
    const token = /^Token (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    const session = /(?:^|;\s*)sessionid=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1]
    if (token === undefined && session === undefined) return null
    const userId = token === undefined ? await userOfSession(session ?? '') : await userOfToken(token)
    return userId === null ? null : { userId }
  }

export const start = (
  options: MessagingOptions,
  accounts: Accounts,
  settings: { allowedRecipients: readonly string[] | null },
) => {
  const signals = directmessagesListeners(() => messaging)
  const policies = [allowedRecipients(() => settings.allowedRecipients)]
  const messaging = createMessaging({ ...options, policies, plugins: [signals.plugin] })
  const authenticate = byTokenOrSession(accounts)
  const app = new Hono()
    .route('/api/dm', mountDirectmessages({ messaging, authenticate, openapi: { title: 'My API', version: '1.0.0' } }))
    // New clients, beside the old ones: the same conversations, live.
    .route('/chat', mountMessaging(messaging, { authenticate }))
  return { app, messaging, signals }
}
