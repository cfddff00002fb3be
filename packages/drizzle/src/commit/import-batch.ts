import { answersToNothing, hostActor, isService } from '@msg/core'
import type { ImportDraft, ImportKind, ImportOutcome, ImportOutcomes } from '@msg/core'
import { isPassing } from '../database-error.ts'
import type { Database } from '../database.ts'
import { unforeseen } from '../queries/walk.ts'
import { fields, list, oneOf, text } from '../rows/values.ts'

/**
 * The whole import: one statement, one transaction, one round trip. Served by the primary keys, and message_id. Users
 * who are only named in what it stores get a reader row, by which an erasure finds them.
 */
export const importSql = `
with imported as materialized (
  select msg.msg_import_1($1::text::jsonb, $2::text[]::uuid[], $3::text) as outcomes
), judged as (
  select o.outcome, o.ord from imported cross join lateral unnest(
    array(select jsonb_array_elements_text(outcomes -> 'conversations'))
    || array(select jsonb_array_elements_text(outcomes -> 'messages'))) with ordinality as o (outcome, ord)
), known as (
  insert into msg.reader (conversation_id, user_id)
  select distinct n.conversation_id, n.user_id
  from judged join unnest($4::bigint[], $5::text[]::uuid[], $6::text[]::uuid[], $7::text[]) as n (ord, id, conversation_id, user_id)
    on n.ord = judged.ord
  where judged.outcome = 'imported' or judged.outcome = 'existing' and (
    exists (select from msg.conversation c where c.id = n.id and c.created_by = n.user_id offset 0)
    or exists (select from msg.message u where u.id = n.id and n.user_id = any (u.mentions) offset 0))
  order by n.conversation_id, n.user_id
  on conflict do nothing
)
select outcomes from imported`

/** How often a batch is tried again after losing a race that the database resolved by refusing it. */
const attempts = 5

/** In which conversations messages are, of these that are there. By message_id. */
export const answeredSql = `
select u.id, u.conversation_id from unnest(${unforeseen('$1::text[]::uuid[]')}) as asked (id)
cross join lateral (select u.id, u.conversation_id from msg.message u where u.id = asked.id offset 0) u`

/** The id of nothing. */
const nil = '00000000-0000-0000-0000-000000000000'

/**
 * The function takes whatever the batch names for something that it brings; so what answers nothing after all is sent as an answer to
 * nothing.
 */
const withoutLostAnswers = async (database: Database, { messages, ...batch }: ImportDraft): Promise<ImportDraft> => {
  const own = new Set(messages.map(({ id }) => id))
  const answered = [...new Set(messages.flatMap(({ replyTo }) => replyTo ?? []))]
  if (!answered.some((id) => own.has(id))) return { messages, ...batch }
  const rows = await database.query(answeredSql, [answered])
  const places = new Map(rows.map((row) => [text(row['id']), text(row['conversation_id'])]))
  const lost = answersToNothing(messages, (id) => places.get(id))
  return { ...batch, messages: messages.map((item) => (lost.has(item.id) ? { ...item, replyTo: nil } : item)) }
}

/** Imports a batch; one that lost a race for an id, or a deadlock, is looked at again. */
export const importBatch = async (database: Database, batch: ImportDraft): Promise<ImportOutcomes> => {
  const [places, people] = [placesIn(batch), peopleIn(batch)]
  for (let tried = 1; ; tried += 1) {
    try {
      const given = JSON.stringify(await withoutLostAnswers(database, batch))
      const [row] = await database.query(importSql, [given, places, hostActor, ...people])
      return outcomesOf(batch, row?.['outcomes'])
    } catch (error) {
      if (tried === attempts || !isPassing(error)) throw error
    }
  }
}

/** The conversations that are locked for it. */
const placesIn = ({ conversations, members, messages, reactions, readers }: ImportDraft): readonly string[] => [
  ...new Set([
    ...conversations.map(({ id }) => id),
    ...[members, messages, reactions, readers].flatMap((items) => items.map(({ conversationId }) => conversationId)),
  ]),
]

/** Whom conversations and messages name beside authors: which of these, in which conversation, and whom. */
const peopleIn = ({ conversations, messages }: ImportDraft) => {
  const made = conversations.map(({ id, createdBy }) => ({ id, conversationId: id, named: [createdBy] }))
  const said = messages.map(({ id, conversationId, mentions }) => ({ id, conversationId, named: mentions }))
  const people = [...made, ...said].flatMap(({ named, ...item }, at) =>
    named.filter((userId) => !isService(userId)).map((userId) => ({ ...item, ord: String(at + 1), userId })),
  )
  return [
    people.map(({ ord }) => ord),
    people.map(({ id }) => id),
    people.map(({ conversationId }) => conversationId),
    people.map(({ userId }) => userId),
  ] as const
}

const outcomesOf = (batch: ImportDraft, value: unknown): ImportOutcomes => {
  const row = fields(value)
  const of = (kind: ImportKind): readonly ImportOutcome[] => {
    const outcomes = list(row[kind], outcome)
    if (outcomes.length !== batch[kind].length) throw new Error('the database answered another number of outcomes')
    return outcomes
  }
  return {
    conversations: of('conversations'),
    members: of('members'),
    messages: of('messages'),
    reactions: of('reactions'),
    readers: of('readers'),
    aliases: of('aliases'),
  }
}

const outcome = (value: unknown): ImportOutcome =>
  oneOf(value, [
    'imported',
    'existing',
    'not_found',
    'gone',
    'message_retracted',
    'idempotency_mismatch',
    'id_taken',
    'forbidden',
  ])
