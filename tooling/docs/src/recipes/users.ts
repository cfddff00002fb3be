import type { Directory, Person } from '@msg/core'

/** Anything that runs SQL: a `pg.Pool`, PGlite. */
export interface Database {
  query(sql: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>
}

const columns = `id, full_name as "displayName", username, email, is_active as "isActive"`
const reachable = `is_active and accepts_messages and id <> $1`

/** The users of a host that keeps them in a table of its own. */
export const directoryOf = (database: Database): Directory => {
  const people = async (rest: string, values: unknown[]): Promise<readonly Person[]> => {
    const { rows } = await database.query(`select ${columns} from users where ${rest}`, values)
    return rows.filter(isPerson)
  }
  return {
    get: (ids) => people('id = any($1)', [ids]),
    search: (viewer, text, limit) => {
      const words = text.split(/\s+/).filter((word) => word !== '')
      const found = `lower(full_name || ' ' || username || ' ' || email)`
      const all = `not exists (select from unnest($2::text[]) word where position(lower(word) in ${found}) = 0)`
      return people(`${reachable} and ${all} order by full_name limit $3`, [viewer, words, limit])
    },
    async contacts(viewer, { after = '', limit }) {
      const profiles = await people(`${reachable} and id > $2 order by id limit $3`, [viewer, after, limit])
      return { profiles, next: profiles.length < limit ? null : (profiles.at(-1)?.id ?? null) }
    },
    // Who may write to whom first is yours to say; who may not is not found either.
    canContact: async (_viewer, other) => (await people('accepts_messages and id = $1', [other])).length > 0,
  }
}

const isPerson = (row: unknown): row is Person =>
  typeof row === 'object' && row !== null && 'id' in row && 'displayName' in row && 'isActive' in row
