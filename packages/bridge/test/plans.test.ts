import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBridgeStore } from '../src/index.ts'
import { reads } from '../src/sql/statements.ts'

let database: PGlite
const [link, other] = [randomUUID(), randomUUID()]

/** Full tables that were never analysed, as a new installation has them. */
beforeAll(async () => {
  database = await PGlite.create()
  await openBridgeStore(database)
  await database.exec(`
    alter table msg_bridge.pair set (autovacuum_enabled = off);
    insert into msg_bridge.pair select gen_random_uuid(), link::uuid, 0, n, case n % 2 when 0 then 'remote' else 'local' end,
      case when n % 5000 = 0 then 'posting' else 'paired' end, n, 'carol', 'd', 'b', 0, false, false, 0, 0, null
      from generate_series(1, 10000) as n, unnest(array['${link}', '${other}']) as link;
    insert into msg_bridge.queue select link::uuid, gen_random_uuid(), n, n from generate_series(1, 10000) as n,
      unnest(array['${link}', '${other}']) as link;
    insert into msg_bridge.person select 'se:x:' || n, 'name' from generate_series(1, 10000) as n;
    insert into msg_bridge.admitted select '${link}'::uuid, 'se:x:' || n from generate_series(1, 10000) as n;
  `)
})
afterAll(() => database.close())

test.each([
  ['cursor', [link], 'cursor_pkey'],
  ['localCursor', [link], 'local_cursor_pkey'],
  ['queued', [link, 200], 'queue_seq'],
  ['pairsOf', [[randomUUID()]], 'pair_pkey'],
  ['pairsOfRemote', [link, [5, 6]], 'pair_remote'],
  ['unsettled', [link], 'pair_unsettled'],
  ['remoteFloor', [link, 500], 'pair_brought'],
  ['people', [['se:x:1']], 'person_pkey'],
  ['wasAdmitted', [link, 'se:x:1'], 'admitted_pkey'],
] as const)('%s goes by its index', async (name, values, index) => {
  const sql = `explain ${reads[name].replaceAll(':schema:', 'msg_bridge')}`
  const { rows } = await database.query<Record<string, string>>(sql, [...values])
  const plan = rows.map((row) => row['QUERY PLAN'] ?? '').join('\n')
  expect(plan).toContain(index)
  expect(plan).not.toContain('Seq Scan')
})
