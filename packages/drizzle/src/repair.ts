import type { Database } from './database.ts'
import { checkMigrated } from './migrate.ts'
import { lowerSql, positionSql } from './origin.ts'
import { openServer } from './postgres-server.ts'
import type { PostgresAddress } from './postgres-server.ts'
import { fields, integer, nullable, text } from './rows/values.ts'
import { defaultSchema } from './schema-name.ts'

/** What a repair found wrong, and put right. */
export interface RepairReport {
  /** Conversations looked at. */
  readonly conversations: number
  /** Conversations whose counters, or place in the inbox, were wrong. */
  readonly counters: number
  /** Groups born by sending that were kept under another set of users than their members. */
  readonly sets: number
  /** Members without a row as readers. */
  readonly readers: number
  /** Watermarks beyond the last message. */
  readonly marks: number
  /** Unread flags that were wrong: above all those that said "no" where something is unread. */
  readonly unread: number
  /** Readers whose inbox had the conversation in another place, missed it, or had it without reason. */
  readonly inbox: number
  /** Changes of the log that were ahead of the server's counter of transactions. */
  readonly ahead: number
}

const atOnce = 100

const renewSql = `update msg.meta set epoch = gen_random_uuid()::text, pruned_xid = '0'`

/** Recomputes everything derived from the rows, a hundred conversations at a time, and renews the epoch. */
export const repair = async (database: Database): Promise<RepairReport> => {
  const [lowered] = await database.query(
    `with lowered as (${lowerSql} returning position) select count(*) as ahead from lowered`,
  )
  await database.query(`select ${positionSql}`)
  let report: RepairReport = { ...nothing, ahead: integer(lowered?.['ahead']) }
  for (let above: string | null = null; ;) {
    const [row] = await database.query('select msg.msg_repair_1($1::uuid, $2::integer) as found', [above, atOnce])
    const found = fields(row?.['found'])
    above = nullable(found['last'], text)
    if (above === null) break
    report = sum(report, found)
  }
  await database.query(renewSql)
  return report
}

const nothing: RepairReport = {
  conversations: 0,
  counters: 0,
  sets: 0,
  readers: 0,
  marks: 0,
  unread: 0,
  inbox: 0,
  ahead: 0,
}

const sum = (report: RepairReport, found: Readonly<Record<string, unknown>>): RepairReport => ({
  conversations: report.conversations + integer(found['conversations']),
  counters: report.counters + integer(found['counters']),
  sets: report.sets + integer(found['sets']),
  readers: report.readers + integer(found['readers']),
  marks: report.marks + integer(found['marks']),
  unread: report.unread + integer(found['unread']),
  inbox: report.inbox + integer(found['inbox']),
  ahead: report.ahead,
})

/**
 * Recomputes counters, unread flags and inboxes from the messages and memberships, brings the change log back below the
 * server's counter of transactions, and renews the epoch, so that clients load anew. For after rows were restored by hand.
 * Servers may run meanwhile, but keep the epoch they started with: start them again afterwards.
 * @throws unavailable where the schema is behind this package, or there is none
 */
export const repairPostgres = async (address: PostgresAddress): Promise<RepairReport> => {
  const { database } = await openServer(address)
  try {
    await checkMigrated(database, address.schema ?? defaultSchema)
    return await repair(database)
  } finally {
    await database.close()
  }
}
