import type { PgConnection, PgPool } from './postgres-driver.ts'
import { fromConnecting } from './postgres-error.ts'

/** A connection that a pool has lent. */
export interface Lent {
  readonly connection: PgConnection
  /** Whether it died since. */
  died(): boolean
  /** Hands it back to the pool; a broken one is not to be lent again. */
  release(broken: boolean): void
}

/** The connections of a pool, as statements use them. */
export interface LentConnections {
  /** One that was given back in this turn of the event loop, at once, or one of the pool. @throws unavailable when there is none to be had */
  take(): Lent | Promise<Lent>
  giveBack(lent: Lent, broken: boolean): void
  /** Whether somebody waits for one, as far as the pool tells. */
  areWanted(): boolean
  /** Hands back to the pool what is not in use. */
  endTurn(): void
}

/**
 * A pool lends when everything else that waits in this turn is done. Whoever has the next statement ready as soon as an answer
 * comes would leave the database idle for so long, so what is given back stays here until the turn is over. Where somebody waits
 * for a connection it goes to them: nobody keeps one by being quick.
 */
export const lentConnections = (pool: PgPool): LentConnections => {
  const spare: Lent[] = []
  const endTurn = (): void => {
    for (const lent of spare.splice(0)) lent.release(false)
  }
  const areWanted = (): boolean => pool.waitingCount !== 0
  return {
    take: () => spare.pop() ?? borrow(pool),
    giveBack(lent, broken) {
      if (broken || lent.died() || areWanted()) lent.release(broken)
      else if (spare.push(lent) === 1) setImmediate(endTurn)
    },
    areWanted,
    endTurn,
  }
}

const borrow = async (pool: PgPool): Promise<Lent> => {
  const connection = await connectionOf(pool)
  let died = false
  // While it is lent, that fails its statement, which is where it is dealt with.
  const onError = (): void => {
    died = true
  }
  connection.on('error', onError)
  return {
    connection,
    died: () => died,
    release(broken) {
      connection.off('error', onError)
      connection.release(broken || died)
    },
  }
}

const connectionOf = async (pool: PgPool): Promise<PgConnection> => {
  try {
    return await pool.connect()
  } catch (error) {
    throw fromConnecting(error)
  }
}
