import { isService, MsgError } from '@msg/core'
import type { ConversationId, Logger, UserId } from '@msg/core'
import { actingHeader } from '@msg/contract'

/** Who a request is from: a person, or a service of the host. */
export type Identity = UserIdentity | ServiceIdentity

/** A person. */
export interface UserIdentity {
  /** The host's id of the user. */
  readonly userId: UserId
  /** When the session ends: a live connection made with it is closed then. Default: it does not. */
  readonly expiresAt?: Date
}

/**
 * A service that comes over the wire, such as a bridge: the session is that of `messaging.asService`. Give one only for a secret of
 * the host's own: see `serviceSecrets`.
 */
export interface ServiceIdentity {
  /** Its name: lower-case words joined by `-` or `_`. */
  readonly service: string
  /** Where it acts with all rights; elsewhere it is a stranger. Default: everywhere. */
  readonly conversations?: readonly ConversationId[]
  /** Which users it may act as, say how they are shown, and import what they said. Default: nobody. */
  readonly actsAs?: (userId: UserId) => boolean
  /** When its session ends, as that of a user. */
  readonly expiresAt?: Date
}

/**
 * The only source of identity, called once per request: reads the headers (never the body) and says who is asking, or
 * null for nobody. A rejection answers 503, so that a failing session store lets nobody in and logs nobody out.
 */
export type Authenticate = (request: Request) => Identity | null | Promise<Identity | null>

/** Who a request acts as. */
export interface Asker {
  /** The user, or `service:<name>` for a service that acts as itself. */
  readonly userId: UserId
  /** The service, where it acts as itself. */
  readonly service?: ServiceIdentity
  /** Whether it is a service that chose the user. */
  readonly acting?: true
  readonly expiresAt?: Date
}

/** Asks the host who is asking. @throws unauthenticated, unavailable, and for services that act as users invalid, forbidden */
export const identify = async (request: Request, authenticate: Authenticate, logger: Logger): Promise<Asker> => {
  let identity: Identity | null
  try {
    identity = await authenticate(request)
  } catch (cause) {
    reportFailing(authenticate, logger, cause)
    throw cannotTell(cause)
  }
  if (identity === null) throw new MsgError('unauthenticated', 'who is asking is not known', { outcome: 'none' })
  if (isIdentity(identity))
    return 'service' in identity ? serviceAsker(identity, request, logger) : userAsker(identity, logger)
  logger.error('the authenticator answered neither null nor { userId }, which is a text', {})
  throw cannotTell()
}

/** Milliseconds in which it is said once that an authenticator fails, however many ask meanwhile. */
const saidFor = 10_000

/** When it was last said of which authenticator, and how often it has failed since. */
const failing = new WeakMap<Authenticate, { readonly saidAt: number; readonly unsaid: number }>()

/** One that works for some and fails for others is nothing that begins and ends: what has passed since it was last said counts. */
const reportFailing = (authenticate: Authenticate, logger: Logger, cause: unknown): void => {
  const now = performance.now()
  const { saidAt, unsaid } = failing.get(authenticate) ?? { saidAt: -Infinity, unsaid: 0 }
  const isDue = now - saidAt >= saidFor
  failing.set(authenticate, isDue ? { saidAt: now, unsaid: 0 } : { saidAt, unsaid: unsaid + 1 })
  if (isDue) logger.error('the authenticator failed', { cause, ...(unsaid === 0 ? {} : { failuresBefore: unsaid }) })
}

const cannotTell = (cause?: unknown): MsgError =>
  new MsgError('unavailable', 'who is asking cannot be told now', { outcome: 'none', cause })

/** Hosts without types may answer anything: an id of their database may be a number. */
const isIdentity = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('userId' in value && typeof value.userId === 'string') || ('service' in value && typeof value.service === 'string'))

/** Nobody becomes a service by the choice of an id: who says so is the host, in another field. */
const userAsker = ({ userId, expiresAt }: UserIdentity, logger: Logger): Asker => {
  if (!isService(userId)) return { userId, ...until(expiresAt, logger) }
  logger.error('the authenticator answered a user with the id of a service', {})
  throw cannotTell()
}

const serviceAsker = (service: ServiceIdentity, { headers }: Request, logger: Logger): Asker => {
  const told = headers.get(actingHeader)
  const expires = until(service.expiresAt, logger)
  if (told === null) return { userId: `service:${service.service}`, service, ...expires }
  const userId = decoded(told)
  if (isService(userId) || service.actsAs?.(userId) !== true)
    throw new MsgError('forbidden', 'this service does not act as that user', { reason: 'acts_as', outcome: 'none' })
  return { userId, acting: true, ...expires }
}

const until = (expiresAt: unknown, logger: Logger): Pick<Asker, 'expiresAt'> => {
  // Hosts without types say null for never.
  if (expiresAt === undefined || expiresAt === null) return {}
  if (expiresAt instanceof Date && !Number.isNaN(expiresAt.getTime())) return { expiresAt }
  // So ends up the `exp` of a token that has none; taken as it is, a live connection would never end.
  logger.error('the authenticator answered an `expiresAt` that is no time', {})
  throw cannotTell()
}

/** The error for a service that acts as something that is not the id of a user. */
export const misnamed = (): MsgError =>
  new MsgError('invalid', `the header ${actingHeader} must be a percent-encoded id`, { outcome: 'none' })

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw misnamed()
  }
}
