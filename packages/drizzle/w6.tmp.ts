import pg from 'pg'
import { migrations } from './src/migrations/index.ts'
const schema = 'search_w6'
const client = new pg.Client({ connectionString: 'postgres://postgres@127.0.0.1:54991/postgres' })
await client.connect()
const named = (sql: string) => sql.replaceAll('msg.', `${schema}.`)
const run = (sql: string) => client.query(named(sql))
await client.query(`drop schema if exists ${schema} cascade; create schema ${schema}`)
for (const { script } of migrations) await run(script)
await client.query(`set synchronous_commit = off`)
await run('drop index msg.message_words')
const convs = Number(process.argv[2] ?? 20000), per = 50
await run(`insert into msg.conversation (id, kind, created_by, created_at, invite_policy, content_hash, last_seq, revision, joins, member_count, wide, last_minute, last_position)
 select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'group', 'u', now(), 'members', 'h', case when n = 1 then ${convs * per / 10} else ${per} end, 51, 2, 2, false, 29000000 + n / 10, n from generate_series(1, ${convs}) n`)
await run(`insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision, version)
 select c.id, w.u, 'member', 'active', 1, now(), 0, 1, 1, 1 from (select id, last_position n from msg.conversation) c, lateral (
  select 'big' where n <= ${convs / 2} union all select 'small' where n > ${convs / 2} and n <= ${convs / 2} + 10 union all select 'other' || n % 100) w (u)`)
await run(`insert into msg.reader (conversation_id, user_id, inbox_minute) select m.conversation_id, m.user_id, c.last_minute from msg.member m join msg.conversation c on c.id = m.conversation_id`)
for (let part = 0; part < 10; part += 1) {
  await run(`insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at, words)
   select c, s, gen_random_uuid(), 'u', 'message', 'text', 'h', s + 1, to_timestamp((29000000 + n / 10) * 60.0) - (interval '1 minute' * (last - s)),
     msg.found_by(array_remove(array['w' || floor(exp(random()*ln(20000)))::int, 'w' || floor(exp(random()*ln(20000)))::int, 'x' || floor(exp(random()*ln(20000)))::int, 'y' || floor(exp(random()*ln(20000)))::int,
       'z' || floor(random()*200000)::int, case when random() < 0.1 then 'often' end, case when random() < 0.005 then 'middling' end, case when random() < 0.00002 then 'rareword' end, case when n > ${convs / 2} + 10 and random() < 0.5 then 'foreign' end], null), c, s)
   from (select last_position n, id c, last_seq last from msg.conversation where last_position > 1) k, generate_series(${part * per / 10 + 1}, ${(part + 1) * per / 10}) s
   union all
   select c, s, gen_random_uuid(), 'u', 'message', 'text', 'h', s + 1, to_timestamp((29000000) * 60.0) - (interval '1 second' * (last - s)),
     msg.found_by(array_remove(array['w' || floor(exp(random()*ln(20000)))::int, 'w' || floor(exp(random()*ln(20000)))::int, 
       'z' || floor(random()*200000)::int, case when random() < 0.1 then 'often' end, case when random() < 0.005 then 'middling' end, case when s in (7, 5000) then 'rareword' end], null), c, s)
   from (select last_position n, id c, last_seq last from msg.conversation where last_position = 1) k, generate_series(${part * convs * per / 100 + 1}, ${(part + 1) * convs * per / 100}) s`)
}
console.log('filled', new Date())
await run('create index message_words on msg.message using gin (words) with (gin_pending_list_limit = 512)')
console.log('indexed', new Date())
await client.end()
