import type { Lent, LentConnections } from './lent-connections.ts'
import type { PgConnection } from './postgres-driver.ts'

/** A connection for one statement. */
export interface Place {
  readonly connection: PgConnection
  /** To be called once the statement has ended. A broken connection is not lent again. */
  leave(ended: 'well' | 'refused' | 'broken'): void
}

/** Where statements are run. */
export interface StatementPlaces {
  /** On a connection where no other is under way. */
  alone(): Place | Promise<Place>
  /**
   * Behind the last one that was put in line, while that is under way and where the driver sends ahead (`pipeline`): the server goes on
   * without waiting to be asked. Else like `alone`: who finds the line full, or somebody waiting for a connection, so that
   * nobody is kept from theirs.
   */
  inLine(sql: string): Place | Promise<Place>
}

/** How many statements are on their way on one connection. */
const most = 2

/** Statements on one connection. */
interface Line {
  readonly lent: Lent
  underWay: number
  broken: boolean
}

/**
 * A connection on which a statement has not ended well yet takes it alone: were its preparation refused, the one behind it would be
 * told that it does not exist.
 */
export const statementPlaces = (connections: LentConnections): StatementPlaces => {
  const prepared = new WeakMap<PgConnection, Set<string>>()
  let open: Line | null = null

  const isPrepared = (connection: PgConnection, sql: string): boolean => prepared.get(connection)?.has(sql) === true
  const remember = (connection: PgConnection, sql: string): void => {
    const known = prepared.get(connection)
    if (known === undefined) prepared.set(connection, new Set([sql]))
    else known.add(sql)
  }
  const leave = (line: Line, sql: string, ended: 'well' | 'refused' | 'broken'): void => {
    line.underWay -= 1
    line.broken ||= ended === 'broken'
    if (ended === 'well') remember(line.lent.connection, sql)
    if (open === line && (line.broken || line.underWay === 0)) open = null
    if (line.underWay === 0) connections.giveBack(line.lent, line.broken)
  }
  const enter = (line: Line, sql: string): Place => {
    line.underWay += 1
    return { connection: line.lent.connection, leave: (ended) => leave(line, sql, ended) }
  }
  const begin = (lent: Lent, sql: string): Place => {
    const line = { lent, underWay: 0, broken: false }
    if (lent.connection.pipeline === true && isPrepared(lent.connection, sql)) open = line
    return enter(line, sql)
  }
  const onItsOwn = (lent: Lent): Place => ({
    connection: lent.connection,
    leave: (ended) => connections.giveBack(lent, ended === 'broken'),
  })
  return {
    alone: () => once(connections.take(), onItsOwn),
    inLine(sql) {
      if (
        open !== null &&
        open.underWay < most &&
        isPrepared(open.lent.connection, sql) &&
        !open.lent.died() &&
        !connections.areWanted()
      )
        return enter(open, sql)
      return once(connections.take(), (lent) => begin(lent, sql))
    },
  }
}

/** At once where it is there: what waits for a promise would come after whatever else is ready. */
const once = <Given, Made>(given: Given | Promise<Given>, make: (given: Given) => Made): Made | Promise<Made> =>
  given instanceof Promise ? given.then(make) : make(given)
