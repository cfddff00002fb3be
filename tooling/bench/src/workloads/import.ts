import { createMessaging } from '@msg/core'
import { directmessagesImporter, runImport } from '@msg/compat/importers'
import type { Row, Source } from '@msg/compat/importers'
import { migratePostgres, openPostgres } from '@msg/drizzle'
import { postgresOf } from '../context.ts'
import type { Postgres } from '../context.ts'
import { copyInto, copyOut, hasPsql } from '../database/copy.ts'
import { rounds } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'

const pairs = 500
const schemas = { imported: 'bench_import', copied: 'bench_import_copy' } as const

/** A system of direct messages of usual length, among a thousand users, most of them read a minute later. */
const sourceOf = (messages: number): Source => ({
  async *rows(): AsyncGenerator<Row> {
    const begin = Date.UTC(2020, 0, 1)
    for (let id = 1; id <= messages; id += 1) {
      const pair = 2 * ((id * 7) % pairs)
      const [sender, recipient] = id % 3 === 0 ? [pair, pair + 1] : [pair + 1, pair]
      const sentAt = begin + id * 10_000
      yield {
        id,
        sender_id: sender,
        recipient_id: recipient,
        content: `message ${id} of the benchmark, of usual length`,
        sent_at: new Date(sentAt),
        read_at: id % 10 === 0 ? null : new Date(sentAt + 60_000),
        hidden_for_sender: null,
        hidden_for_recipient: null,
      }
    }
  },
  count: async () => messages,
  close: async () => {},
})

interface Imported {
  readonly seconds: number
  readonly messages: number
  /** Megabytes of memory after a quarter, and at most from there on. */
  readonly memory: readonly [early: number, most: number]
}

const importInto = async (url: string, count: number): Promise<Imported> => {
  await using messaging = createMessaging({ store: await openPostgres({ url, schema: schemas.imported }) })
  let [early, most] = [0, 0]
  const progress = (done: number): void => {
    const now = process.memoryUsage().rss / 1e6
    if (done <= count / 4) early = Math.max(early, now)
    most = Math.max(most, now)
  }
  const start = performance.now()
  const { imported } = await runImport({
    importer: directmessagesImporter,
    source: sourceOf(count),
    messaging,
    progress,
  })
  return { seconds: (performance.now() - start) / 1_000, messages: imported.messages, memory: [early, most] }
}

/** Seconds that COPY takes for all rows that the import wrote, into tables with the same indexes. */
const copySeconds = async (postgres: Postgres): Promise<number | null> => {
  if (!hasPsql()) return null
  const { url } = postgres
  await migratePostgres({ url, schema: schemas.copied })
  return copyInto({ url, schema: schemas.copied }, copyOut({ url, schema: schemas.imported }))
}

/** What another system has, taken over by an importer: against COPY of the rows that makes. */
const importing: Workload = {
  id: 'import',
  name: 'import of direct messages by their importer',
  unit: 'messages/s',
  needsPostgres: true,
  run: async (context) => {
    const postgres = postgresOf(context)
    const count = context.full ? 200_000 : 20_000
    const checks: Check[] = []
    const notes: string[] = []
    const summary = await rounds(context.rounds, async () => {
      for (const schema of Object.values(schemas)) await postgres.query(`drop schema if exists ${schema} cascade`)
      const [cpu, database] = [process.cpuUsage(), postgres.cpu()]
      const { seconds, messages, memory } = await importInto(postgres.url, count)
      const [{ user, system }, after] = [process.cpuUsage(cpu), postgres.cpu()]
      const limit = await copySeconds(postgres)
      checks.push({ says: 'every message is there', holds: messages === count })
      notes.push(`${memory[0].toFixed(0)} MB after a quarter, ${memory[1].toFixed(0)} at most`)
      const spent = {
        importer: (user + system) / count,
        postgres: database === null || after === null ? null : (after - database) / count,
      }
      return { figure: count / seconds, limit: limit === null ? null : count / limit, cpu: spent }
    })
    return {
      ...summary,
      checks,
      floor: { says: '≥ 0.25x COPY of the same rows', met: summary.ratio === null ? null : summary.ratio >= 0.25 },
      notes: notes.join('; '),
    }
  },
}

export const imports: readonly Workload[] = [importing]
