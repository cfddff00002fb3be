import { randomUUID } from 'node:crypto'
import { Client as Database } from 'pg'
import { onTestFinished } from 'vitest'

/** A schema of the test's own, dropped with the test. */
export const openSchema = async (url: string) => {
  const schema = `faults_${randomUUID().replaceAll('-', '')}`
  /** Each on a connection of its own: the database may have been away since. */
  const run = async (sql: string, values: readonly string[] = []): Promise<number> => {
    const database = new Database({ connectionString: url })
    await database.connect()
    try {
      return (await database.query(sql, [...values])).rowCount ?? 0
    } finally {
      await database.end()
    }
  }
  onTestFinished(async () => void (await run(`drop schema if exists ${schema} cascade`)))
  return {
    schema,
    /** Cuts the connections on which its servers listen for wake-ups; answers how many. */
    deafen: (): Promise<number> =>
      run('select pg_terminate_backend(pid) from pg_stat_activity where query like $1 and pid <> pg_backend_pid()', [
        `%${schema}_wake%`,
      ]),
  }
}
