import { inflateSync } from 'node:zlib'
import type { Directory, Person } from '@msg/core'
import type { Authenticate } from '@msg/hono'
import type { Database } from './users.ts'

const columns = `id::text as id, username, first_name as "firstName", last_name as "lastName", email, is_active as "isActive",
  coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) as "displayName"`

/** The users of Django's own table. Everybody who is active may write to everybody else. */
export const djangoDirectory = (database: Database): Directory => {
  const people = async (rest: string, values: unknown[]): Promise<readonly Person[]> => {
    const { rows } = await database.query(`select ${columns} from auth_user where ${rest}`, values)
    return rows.filter(isPerson)
  }
  return {
    get: (ids) => people('id = any($1::int[])', [ids.filter(isKey)]),
    search: (viewer, text, limit) => {
      const words = text.split(/\s+/).filter((word) => word !== '')
      const found = `lower(first_name || ' ' || last_name || ' ' || username || ' ' || email)`
      const all = `not exists (select from unnest($2::text[]) word where position(lower(word) in ${found}) = 0)`
      return people(`is_active and id::text <> $1 and ${all} order by username limit $3`, [viewer, words, limit])
    },
    async contacts(viewer, { after = '0', limit }) {
      const rest = 'is_active and id::text <> $1 and id > $2::int order by id limit $3'
      const profiles = await people(rest, [viewer, after, limit])
      return { profiles, next: profiles.length < limit ? null : (profiles.at(-1)?.id ?? null) }
    },
    canContact: async () => true,
  }
}

/** The id behind a username; null for nobody. */
export const userIdOf =
  (database: Database) =>
  (username: string): Promise<string | null> =>
    textOf(database, 'select id::text as found from auth_user where username = $1', username)

/** Who asks, by REST framework's `Authorization: Token …`. */
export const byToken =
  (database: Database): Authenticate =>
  async ({ headers }) => {
    const [, key = ''] = /^Token (\w+)$/.exec(headers.get('authorization') ?? '') ?? []
    const sql = `select u.id::text as found from authtoken_token t join auth_user u on u.id = t.user_id and u.is_active where t.key = $1`
    const userId = await textOf(database, sql, key)
    return userId === null ? null : { userId }
  }

/** Who asks, by the cookie of a session that Django keeps in its table. */
export const bySession =
  (database: Database): Authenticate =>
  async ({ headers }) => {
    const [, key = ''] = /(?:^|;\s*)sessionid=(\w+)/.exec(headers.get('cookie') ?? '') ?? []
    const sql = `select session_data as found from django_session where session_key = $1 and expire_date > now()`
    const data = await textOf(database, sql, key)
    const id = data === null ? undefined : sessionOf(data)['_auth_user_id']
    const active = `select id::text as found from auth_user where id::text = $1 and is_active`
    const userId = typeof id === 'string' ? await textOf(database, active, id) : null
    return userId === null ? null : { userId }
  }

/** What Django signed and keeps: JSON in base64url, deflated where a dot says so. It comes from the table, so it is Django's. */
const sessionOf = (data: string): Readonly<Record<string, unknown>> => {
  const [payload = ''] = data.split(':')
  const bytes = Buffer.from(payload.replace(/^\./, ''), 'base64url')
  const json: unknown = JSON.parse((payload.startsWith('.') ? inflateSync(bytes) : bytes).toString('utf8'))
  return typeof json === 'object' && json !== null ? { ...json } : {}
}

const textOf = async (database: Database, sql: string, value: string): Promise<string | null> => {
  const [row] = (await database.query(sql, [value])).rows
  return typeof row === 'object' && row !== null && 'found' in row && typeof row.found === 'string' ? row.found : null
}

/** A key of Django's: a positive integer. */
const isKey = (id: string): boolean => /^[1-9]\d{0,8}$/.test(id)

const isPerson = (row: unknown): row is Person =>
  typeof row === 'object' && row !== null && 'id' in row && 'displayName' in row && 'isActive' in row
