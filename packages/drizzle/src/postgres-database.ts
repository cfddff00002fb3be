import type { Logger } from '@msg/core'
import { unavailable } from './database-error.ts'
import type { Database, Parameter, QueryOptions, Row } from './database.ts'
import { watchPool } from './pool-watch.ts'
import { lentConnections } from './lent-connections.ts'
import type { PgPool, PgTypes } from './postgres-driver.ts'
import { fromStatement, isBroken } from './postgres-error.ts'
import { inSchema } from './schema-name.ts'
import { statementPlaces } from './statement-places.ts'
import type { Place } from './statement-places.ts'
import { statementName } from './statement-name.ts'

/** What a database over a pool is made of. */
export interface PoolParts {
  readonly pool: PgPool
  /** Whether closing the database ends the pool. */
  readonly owned: boolean
  readonly schema: string
  /** Whether statements are prepared by name. */
  readonly prepare: boolean
  readonly logger: Logger
}

const truth = (value: string): boolean => value === 't'
const json = (value: string): unknown => JSON.parse(value)

/** By the type's number: boolean, 8, 2 and 4 bytes of integer, json, jsonb. The rest stays text, whatever the pool is set to. */
const parsers = new Map<number, (value: string) => unknown>([
  [16, truth],
  [20, Number],
  [21, Number],
  [23, Number],
  [114, json],
  [3802, json],
])
const types: PgTypes = { getTypeParser: (oid) => parsers.get(oid) ?? String }

/**
 * A pool as the store's database: each statement takes a connection for one round trip and leaves nothing behind on it.
 * Nothing is waited for while a connection is held.
 */
export const openPool = ({ pool, owned, schema, prepare, logger }: PoolParts): Database => {
  const rewritten = inSchema(schema)
  const names = new Map<string, string>()
  /** Whether its connections do; known once there was one. */
  let pipelines = false
  let underWay = 0
  let closing: Promise<void> | null = null
  let idle: (() => void) | null = null

  const nameOf = (sql: string): string => {
    const known = names.get(sql)
    if (known !== undefined) return known
    const name = statementName(sql)
    names.set(sql, name)
    return name
  }
  const connections = lentConnections(pool)
  const places = statementPlaces(connections)
  const unwatch = watchPool(pool, logger)

  /**
   * What is not answered in time is given up with its connection: when a server vanishes, the system may not notice for
   * hours.
   */
  const run = async (
    sql: string,
    parameters: readonly Parameter[],
    { inLine = false, within }: QueryOptions,
  ): Promise<readonly Row[]> => {
    const taken: Place | Promise<Place> = inLine && prepare ? places.inLine(sql) : places.alone()
    const place = taken instanceof Promise ? await taken : taken
    pipelines = place.connection.pipeline === true
    const text = rewritten(sql)
    const prepared = prepare && parameters.length > 0 ? { name: nameOf(text) } : {}
    try {
      const patience = within === undefined ? {} : { query_timeout: within }
      const { rows } = await place.connection.query({ text, values: [...parameters], types, ...prepared, ...patience })
      place.leave('well')
      return rows.filter(isRow)
    } catch (error) {
      place.leave(isBroken(error) ? 'broken' : 'refused')
      throw fromStatement(error)
    }
  }

  const end = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((done) => (idle = done))
    connections.endTurn()
    if (owned) await pool.end()
    unwatch()
  }

  return {
    get keepsLine() {
      return prepare && pipelines
    },
    async query(sql, parameters = [], options = {}) {
      if (closing !== null) throw unavailable('the store is closed', 'none')
      underWay += 1
      try {
        return await run(sql, parameters, options)
      } finally {
        underWay -= 1
        if (underWay === 0) idle?.()
      }
    },
    close: () => (closing ??= end()),
  }
}

const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null
