import { MsgError } from '@msg/core/errors'
import type { CallOptions, Claims, ImportBatch, ImportResult, Person, Session, UserId } from '@msg/core'
import type { Config } from '@msg/contract'
import { actingHeader, servicePlaces } from '@msg/contract/routes'
import { clientOn, configAt, lineTo } from '../client.ts'
import type { ClientOptions } from '../client.ts'
import type { ClientHeaders } from '../http.ts'
import { claimsOver } from './claims.ts'

/** A service that comes over the wire: what `Messaging` is to one in process, as far as a service may use it. */
export interface ServiceClient extends AsyncDisposable {
  readonly config: Config
  /**
   * A session as a user whom the host lets the service act as; nothing is asked before a verb is called.
   * @throws invalid for a text that no header can carry
   */
  as(userId: UserId): Session
  /** The service's own session. @throws forbidden when the server knows the service by another name */
  asService(name: string): Session
  /** What the service does alone, one process at a time: see `Claims`. @throws forbidden when the server knows the service by another name */
  claims(service: string): Claims
  /**
   * Keeps what another system has as it was: see `Messaging.import`. Only on behalf of users whom the service acts as, and where it
   * may act. Safe to repeat.
   * @throws invalid (nothing was imported), forbidden (`acts_as`, `scope`), too_large, busy, unavailable, storage_full, offline, timeout
   */
  import(batch: ImportBatch, options?: CallOptions): Promise<ImportResult>
  /**
   * Says how users are shown whom the service acts as; at most 100 at once. Their ids, names and pictures are told, nothing else.
   * @throws invalid, forbidden (`acts_as`), feature_disabled (the host keeps none), unavailable, offline, timeout
   */
  show(people: readonly Person[], options?: CallOptions): Promise<void>
  /** Ends everything under way. */
  close(): void
}

/**
 * Connects a service to a mount whose host knows it by its credentials: see `serviceSecrets` of `@msg/hono`.
 * @throws unauthenticated, forbidden (the credentials are those of a person), offline, timeout, unavailable
 * @example
 * const service = await createServiceClient({ url, headers: { authorization: `Bearer ${secret}` } })
 * await service.as('se:stackoverflow:22656').messages.send({ conversationId, body: 'hello' })
 */
export const createServiceClient = async (options: ClientOptions): Promise<ServiceClient> => {
  const line = lineTo({ ...options, shareTabs: false })
  const config = await configAt(line)
  if (!config.me.startsWith('service:')) throw refused('these are the credentials of a person, not of a service')
  const own = clientOn(line, config)
  const close = (): void => line.closing.abort()
  const as = <T>(name: string, what: T): T => {
    if (config.me === `service:${name}`) return what
    throw refused('the server knows this service by another name')
  }
  return {
    config,
    asService: (name) => as(name, own),
    claims: (name) => as(name, claimsOver(line.http)),
    as(userId) {
      if (!userId.isWellFormed()) throw new MsgError('invalid', 'this is no id of a user', { outcome: 'none' })
      const acting = lineTo({ ...options, headers: actingAs(userId, options.headers), shareTabs: false }, line.closing)
      return clientOn(acting, { ...config, me: userId })
    },
    async import(batch, { signal } = {}) {
      return importResultOf(await line.http.ask({ ...servicePlaces.import, effect: 'write' }, batch, signal))
    },
    async show(people, { signal } = {}) {
      const profiles = people.map(({ id, displayName, avatarUrl }) => ({
        id,
        displayName,
        ...(avatarUrl === undefined ? {} : { avatarUrl }),
      }))
      await line.http.ask({ ...servicePlaces.shown, effect: 'write' }, { profiles }, signal)
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  }
}

const refused = (message: string): MsgError =>
  new MsgError('forbidden', message, { reason: 'service', outcome: 'none' })

/** The service's headers, and whom it acts as. */
const actingAs =
  (userId: UserId, headers: ClientHeaders = {}): ClientHeaders =>
  async () => {
    const all = new Headers(typeof headers === 'function' ? await headers() : headers)
    all.set(actingHeader, encodeURIComponent(userId))
    return all
  }

const importResultOf = (answer: unknown): ImportResult => {
  if (isImportResult(answer)) return answer
  throw new MsgError('unavailable', 'the answer is not of this contract', { outcome: 'unknown' })
}

/** Trusts the server for the rest, as with every verb. */
const isImportResult = (value: unknown): value is ImportResult =>
  typeof value === 'object' && value !== null && 'conflicts' in value && Array.isArray(value.conflicts)
