/** What every answer of a mount has in common, and whose request it is. */
import { MsgError } from '@msg/core'
import type { Clock, Logger, Messaging, Session } from '@msg/core'
import type { Context } from 'hono'
import { identify } from './authenticate.ts'
import type { Authenticate, Identity } from './authenticate.ts'
import { corsHeaders } from './origins.ts'
import type { Origins } from './origins.ts'
import { problemReply } from './problem-reply.ts'
import type { Reply } from './reply.ts'

/** A mounted messaging and what its host decided. */
export interface Mount {
  readonly messaging: Messaging
  readonly authenticate: Authenticate
  readonly origins: Origins
  readonly logger: Logger
  readonly clock: Clock
}

/** Makes the reply to a request. */
export type Handle = (context: Context) => Promise<Reply>

/** Answers with what the handler makes or, when it fails, with a problem. */
export const answering =
  (mount: Mount, handle: Handle) =>
  async (context: Context): Promise<Response> =>
    sent(await handle(context).catch((error: unknown) => problemReply(error, mount.logger)), context, mount)

/** A reply on its way, with the headers that all of them have. */
export const sent = ({ status, headers, body }: Reply, { req }: Context, { origins }: Mount): Response =>
  new Response(body, { status, headers: { ...always, ...corsHeaders(req.raw, origins), ...headers } })

const always = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Cookie, Origin',
  'x-content-type-options': 'nosniff',
} as const

/** The session of whoever asks. @throws unauthenticated, unavailable */
export const sessionOf = async (request: Request, mount: Mount): Promise<Session> =>
  sessionFor(await identify(request, mount.authenticate, mount.logger), mount)

/** An identity that the engine refuses is the host's mistake, not the asker's. @throws unavailable */
export const sessionFor = ({ userId }: Identity, { messaging, logger }: Mount): Session => {
  try {
    return messaging.as(userId)
  } catch (cause) {
    logger.error('the authenticator answered with a malformed user id', { cause })
    throw new MsgError('unavailable', 'who is asking cannot be told now', { outcome: 'none', cause })
  }
}
