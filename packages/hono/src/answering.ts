/** What every answer of a mount has in common, and whose request it is. */
import { MsgError } from '@msg/core'
import type { Clock, Logger, Messaging, Session } from '@msg/core'
import type { Context } from 'hono'
import { identify, misnamed } from './authenticate.ts'
import type { Asker, Authenticate } from './authenticate.ts'
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

/** Puts what failed into the words of a surface. */
export type TellError = (error: unknown, logger: Logger) => Reply

/** Answers with what the handler makes or, when it fails, with a problem, or as else the surface tells of errors. */
export const answering =
  (mount: Pick<Mount, 'origins' | 'logger'>, handle: Handle, tell: TellError = problemReply) =>
  async (context: Context): Promise<Response> => {
    try {
      return sent(await handle(context), context, mount)
    } catch (error) {
      return sent(tell(error, mount.logger), context, mount)
    }
  }

/** A reply on its way, with the headers that all of them have. */
export const sent = (
  { status, headers, body }: Reply,
  { req }: Context,
  { origins }: Pick<Mount, 'origins'>,
): Response => new Response(body, { status, headers: { ...always, ...corsHeaders(req.raw, origins), ...headers } })

const always = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Cookie, Origin',
  'x-content-type-options': 'nosniff',
} as const

/** As much of a mount as it takes to know who asks. */
type Visited = Pick<Mount, 'messaging' | 'authenticate' | 'logger'>

/** The session of whoever asks. @throws unauthenticated, unavailable */
export const sessionOf = async (request: Request, mount: Visited): Promise<Session> =>
  sessionFor(await identify(request, mount.authenticate, mount.logger), mount)

/**
 * An identity that the engine refuses is the host's mistake, or that of the service that acts as it.
 * @throws unavailable, and for services that act as users invalid
 */
export const sessionFor = (
  { userId, service, acting }: Asker,
  { messaging, logger }: Omit<Visited, 'authenticate'>,
): Session => {
  try {
    return service === undefined ? messaging.as(userId) : messaging.asService(service.service, service)
  } catch (cause) {
    if (acting) throw misnamed()
    logger.error('the authenticator answered with a malformed id', { cause })
    throw new MsgError('unavailable', 'who is asking cannot be told now', { outcome: 'none', cause })
  }
}
