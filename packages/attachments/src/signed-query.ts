import type { Clock } from '@msg/core'
import { createHmac, timingSafeEqual } from 'node:crypto'

/** What signs, and what says how late it is. */
export interface Signing {
  readonly key: Uint8Array
  readonly clock: Clock
}

/** What an address says beside the id, and none can alter. */
export interface Grant {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Milliseconds since 1970. */
  readonly until: number
}

const macOf = ({ key }: Signing, { id, name, type, until }: Grant): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify(['@msg/attachments', id, name, type, until]))
    .digest()

/** A grant as the query of an address. */
export const signedQuery = (signing: Signing, grant: Grant): string => {
  const { name, type, until } = grant
  const mac = macOf(signing, grant).toString('base64url')
  return new URLSearchParams({ name, type, until: String(until), mac }).toString()
}

/** What an address grants; null when it was not given here, was altered, or ran out. */
export const verifiedQuery = (signing: Signing, id: string, query: URLSearchParams): Grant | null => {
  const until = Number(query.get('until'))
  const grant = { id, name: query.get('name') ?? '', type: query.get('type') ?? '', until }
  const given = Buffer.from(query.get('mac') ?? '', 'base64url')
  const mac = macOf(signing, grant)
  return given.length === mac.length && timingSafeEqual(given, mac) && until > signing.clock.now() ? grant : null
}
