import { MsgError } from '@msg/core'
import type { Logger, UserId } from '@msg/core'

/** Who a request is from. */
export interface Identity {
  /** The host's id of the user. */
  readonly userId: UserId
  /** When the session ends: a live connection made with it is closed then. Default: it does not. */
  readonly expiresAt?: Date
}

/**
 * The only source of identity, called once per request: reads the headers (never the body) and says who is asking, or
 * null for nobody. A rejection answers 503, so that a failing session store lets nobody in and logs nobody out.
 */
export type Authenticate = (request: Request) => Identity | null | Promise<Identity | null>

/** Asks the host who is asking. @throws unauthenticated, unavailable */
export const identify = async (request: Request, authenticate: Authenticate, logger: Logger): Promise<Identity> => {
  const identity = await ask(request, authenticate, logger)
  if (identity === null) throw new MsgError('unauthenticated', 'who is asking is not known', { outcome: 'none' })
  return identity
}

const ask = async (request: Request, authenticate: Authenticate, logger: Logger): Promise<Identity | null> => {
  try {
    return await authenticate(request)
  } catch (cause) {
    logger.error('the authenticator failed', { cause })
    throw new MsgError('unavailable', 'who is asking cannot be told now', { outcome: 'none', cause })
  }
}
