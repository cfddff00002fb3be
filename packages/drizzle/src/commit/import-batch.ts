import { hostActor } from '@msg/core'
import type { ImportDraft, ImportKind, ImportOutcome, ImportOutcomes } from '@msg/core'
import { isPassing } from '../database-error.ts'
import type { Database } from '../database.ts'
import { fields, list, oneOf } from '../rows/values.ts'

/** The whole import: one statement, one transaction, one round trip. Served by the primary keys, and message_id. */
export const importSql = 'select msg.msg_import_1($1::text::jsonb, $2::text[]::uuid[], $3::text) as outcomes'

/** How often a batch is tried again after losing a race that the database resolved by refusing it. */
const attempts = 5

/** Imports a batch; one that lost a race for an id, or a deadlock, is looked at again. */
export const importBatch = async (database: Database, batch: ImportDraft): Promise<ImportOutcomes> => {
  const [text, named] = [JSON.stringify(batch), namedIn(batch)]
  for (let tried = 1; ; tried += 1) {
    try {
      const [row] = await database.query(importSql, [text, named, hostActor])
      return outcomesOf(batch, row?.['outcomes'])
    } catch (error) {
      if (tried === attempts || !isPassing(error)) throw error
    }
  }
}

/** The conversations that are locked for it. */
const namedIn = ({ conversations, members, messages, reactions, readers }: ImportDraft): readonly string[] => [
  ...new Set([
    ...conversations.map(({ id }) => id),
    ...[members, messages, reactions, readers].flatMap((items) => items.map(({ conversationId }) => conversationId)),
  ]),
]

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
