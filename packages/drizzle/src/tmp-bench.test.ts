import { newId, upTo } from '@msg/testing'
import { test } from 'vitest'
import { create, item, send } from '../test/drafts.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import { Pool } from 'pg'
test('bench', async () => {
  const url = process.env['DATABASE_URL'] ?? ''
  const made = await makePostgresSchema(url)
  const admin = new Pool({ connectionString: url })
  const store = await openPostgres({ pool: admin, schema: made.schema })
  const S = `"${made.schema}"`
  const { rows: [def] } = await admin.query(`select pg_get_functiondef('${S}.msg_touch_inbox_1'::regproc) as d`)
  const now = String(def.d)
  const old = now.replace(/,? ?array_agg\(h\.actor\) as actors/, '').replace(/,\s*case when r\.user_id = any.*?as replied_at/s, '')
    .replace(/\s*or \(r\.replied_at < minute\) is not false and r\.user_id = any \(s\.actors\)/, '').replace(', replied_at = t.replied_at', '')
    .replace(/\s*insert into [^;]*;/s, '')
  if (process.env['SHOW']) console.log(old)
  const groups = upTo(50).map(() => newId())
  await store.commit(groups.map((id, n) => item(id, `a${n}`, create('group', [`a${n}`, `b${n}`]))))
  const run = async () => {
    const begin = performance.now()
    for (let round = 0; round < 150; round += 1)
      await store.commit(upTo(64).map((n) => { const g = (round * 7 + n) % 50; return item(groups[g] ?? '', `${n % 2 ? 'a' : 'b'}${g}`, send('hello there')) }))
    return Math.round((150 * 64) / ((performance.now() - begin) / 1000))
  }
  await run()
  for (let turn = 0; turn < 6; turn += 1) {
    await admin.query(old); const o = await run()
    await admin.query(now); const n = await run()
    console.log('before', o, 'after', n)
  }
  await store.close(); await made.drop(); await admin.end()
}, 300_000)
