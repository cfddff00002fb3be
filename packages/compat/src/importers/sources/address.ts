/** Addresses of databases, as they are typed. */
import { MsgError } from '@msg/core'

/** Whether an address is one of a Postgres, and not a file or a folder. @throws invalid where it begins like one and is none */
export const isPostgres = (address: string): boolean => {
  if (!/^postgres(?:ql)?:/.test(address)) return false
  if (URL.canParse(address) && address.includes('://')) return true
  throw new MsgError(
    'invalid',
    'this is no address of a Postgres: it looks like postgres://user:password@host:5432/database',
  )
}

/** Another system's address, such as `mysql`; null where it is a path. */
export const schemeOf = (address: string): string | null => /^([a-z][a-z0-9+.-]*):\/\//.exec(address)?.[1] ?? null

/** Host and database: what may be shown of an address of a Postgres. */
export const shownAddress = (address: string): string => {
  const { host, pathname } = new URL(address)
  return `${host}${pathname}`
}

/** Why a connection failed. A host of several addresses has failed at each. */
export const reasonOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}
