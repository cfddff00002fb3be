import { randomUUID } from 'node:crypto'
import { Client as Database } from 'pg'
import { onTestFinished } from 'vitest'

/** A schema of the test's own, and a connection to look after it; dropped with the test. */
export const openSchema = async (url: string) => {
  const schema = `faults_${randomUUID().replaceAll('-', '')}`
  const database = new Database({ connectionString: url })
  await database.connect()
  onTestFinished(async () => {
    await database.query(`drop schema if exists ${schema} cascade`)
    await database.end()
  })
  return {
    schema,
    /** Cuts the connections on which its servers listen for wake-ups; answers how many. */
    async deafen(): Promise<number> {
      const { rowCount } = await database.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where query like $1 and pid <> pg_backend_pid()',
        [`%"${schema}_wake"%`],
      )
      return rowCount ?? 0
    },
  }
}
