import pg from 'pg'
import { termsOf } from '@msg/core'
import { searchSql, tsquery } from './src/queries/search.ts'
const client = new pg.Client({ connectionString: 'postgres://postgres@127.0.0.1:54991/postgres' })
await client.connect()
const sql = searchSql.replaceAll('msg.', 'search_w6.')
const one = '00000000-0000-7000-8000-000000000001', small = '00000000-0000-7000-8000-' + (10005).toString(16).padStart(12, '0')
for (const [user, conv] of [['big', null], ['small', null], ['other5', null], ['big', one], ['small', small]] as const)
  for (const query of ['often', 'middling', 'rareword', 'absent', 'foreign', 'z1234', 'often middling', 'often rareword', 'o', 'w1', 'w', 'fore']) {
    const times: number[] = []; let n = 0, more = false
    for (let i = 0; i < 12; i += 1) {
      const t0 = performance.now()
      const { rows } = await client.query({ name: 's', text: sql, values: [user, conv, tsquery(termsOf(query)), tsquery(termsOf(query).some(({ prefix }) => !prefix) ? termsOf(query).filter(({ prefix }) => !prefix) : termsOf(query)), termsOf(query).every(({ prefix }) => prefix), null, null, null, null, null, null, null, false, 50, 2000] })
      times.push(performance.now() - t0); n = rows[0].found.messages.length; more = rows[0].found.next !== null
    }
    times.sort((a, b) => a - b)
    console.log(user, conv === null ? 'all' : 'one', query.padEnd(16), n, more, 'p50', times[6].toFixed(1), 'max', times[11].toFixed(1))
  }
await client.end()
