import type { AdvanceDraft, ChangeDraft, CommitItem } from '@msg/core'
import { arrayLiteral } from '../array-literal.ts'
import type { Parameter } from '../database.ts'
import { byConversation } from './by-conversation.ts'
import { answersOf, sendAnswers } from './outcomes.ts'
import type { Answer } from './outcomes.ts'

/** A commit: one statement, one transaction, one round trip. */
export interface CommitStatement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** Of what the function answers, how each item ended, in the order of the batch. */
  readonly answers: (outcomes: unknown) => readonly Answer[]
}

/**
 * Columns: conversations, the first and the last message of each; and of messages which of the conversations, when it is their turn,
 * actors, versions of settings and memberships, ids, verbs, bodies, replies, mentions, words, hashes.
 */
export const sendSql = `select msg.msg_send_2($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::text[],
  $7::bigint[], $8::bigint[], $9::uuid[], $10::text[], $11::text[], $12::uuid[], $13::text[], $14::text[], $15::text[]) as outcomes`

/** Columns: conversations, actors, versions of settings and memberships, and up to where was read, or delivered. */
export const advanceSql = `select msg.msg_advance_1($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as outcomes`

/**
 * The commit of a batch of plain sends, or of plain receipts, as columns, which cost Postgres less to read than items
 * as JSON; null for any other. A batch with text that is not well-formed goes as JSON as well: there it is refused, as
 * a column it would be stored as another text. So does one in which an id comes twice: of those, one is refused.
 */
export const inColumns = (items: readonly CommitItem[]): CommitStatement | null => {
  const sends = plainItems(items, isPlainSend)
  if (sends !== null) return sending(sends)
  const receipts = plainItems(items, isReceipt)
  return receipts && advancing(receipts)
}

const sending = (batch: readonly PlainItem<SendDraft>[]): CommitStatement | null => {
  if (new Set(batch.map(({ draft }) => draft.id)).size < batch.length) return null
  const sends = byConversation(batch)
  const parameters = wellFormed([
    arrayLiteral(sends.conversations),
    numbers(sends.firsts),
    numbers(sends.lasts),
    numbers(sends.places),
    numbers(sends.turns),
    ...columns(sends.items, [
      actorOf,
      settingsOf,
      memberOf,
      ({ draft }) => draft.id,
      ({ draft }) => draft.verb,
      ({ draft }) => draft.body,
      ({ draft }) => draft.replyTo,
      ({ draft }) => (draft.mentions.length === 0 ? null : arrayLiteral(draft.mentions)),
      ({ draft }) => draft.words.join(' '),
      ({ draft }) => draft.contentHash,
    ]),
  ])
  return parameters && { sql: sendSql, parameters, answers: (outcomes) => sendAnswers(sends, outcomes) }
}

const advancing = (receipts: readonly PlainItem<AdvanceDraft>[]): CommitStatement | null => {
  const parameters = wellFormed(
    columns(receipts, [
      ({ conversationId }) => conversationId,
      actorOf,
      settingsOf,
      memberOf,
      ({ draft }) => ('readSeq' in draft ? String(draft.readSeq) : null),
      ({ draft }) => ('deliveredSeq' in draft ? String(draft.deliveredSeq) : null),
    ]),
  )
  return parameters && { sql: advanceSql, parameters, answers: (outcomes) => answersOf(receipts.length, outcomes) }
}

/** What is done in a conversation, and the versions it was decided by; null what was not looked at. */
interface PlainItem<Draft> {
  readonly conversationId: string
  readonly actor: string
  readonly settings: string | null
  readonly member: string | null
  readonly draft: Draft
}

type SendDraft = ChangeDraft & { readonly type: 'message.sent' }

const isPlainSend = (draft: ChangeDraft): draft is SendDraft =>
  draft.type === 'message.sent' && draft.attachments === undefined

const isReceipt = (draft: ChangeDraft): draft is AdvanceDraft => draft.type === 'receipt.advanced'

const plainItems = <Draft extends ChangeDraft>(
  items: readonly CommitItem[],
  isOfKind: (draft: ChangeDraft) => draft is Draft,
): readonly PlainItem<Draft>[] | null => {
  const plain: PlainItem<Draft>[] = []
  for (const item of items) {
    const one = plainItem(item, isOfKind)
    if (one === null) return null
    plain.push(one)
  }
  return plain.length === 0 ? null : plain
}

/** An item that does one such thing, guarded by the conversation's settings and the actor's own membership at most. */
const plainItem = <Draft extends ChangeDraft>(
  { conversationId, actor, changes, guards, canonical }: CommitItem,
  isOfKind: (draft: ChangeDraft) => draft is Draft,
): PlainItem<Draft> | null => {
  const [draft] = changes
  if (conversationId === null || canonical || changes.length !== 1 || draft === undefined || !isOfKind(draft))
    return null
  let settings: string | null = null
  let member: string | null = null
  for (const guard of guards) {
    if (guard.on === 'settings' && settings === null) settings = String(guard.version)
    else if (guard.on === 'member' && guard.userId === actor && member === null) member = String(guard.version)
    else return null
  }
  return { conversationId, actor, settings, member, draft }
}

type Value<Draft> = (item: PlainItem<Draft>) => string | null

const actorOf: Value<unknown> = ({ actor }) => actor
const settingsOf: Value<unknown> = ({ settings }) => settings
const memberOf: Value<unknown> = ({ member }) => member

/** Each a list, or null where nobody has anything. */
const columns = <Draft>(
  items: readonly PlainItem<Draft>[],
  values: readonly Value<Draft>[],
): readonly (string | null)[] =>
  values.map((value) => {
    const column = items.map(value)
    return column.every((one) => one === null) ? null : arrayLiteral(column)
  })

/** As Postgres numbers them: from 1. */
const numbers = (indices: readonly number[]): string => `{${indices.map((index) => index + 1).join(',')}}`

const wellFormed = (parameters: readonly (string | null)[]): readonly (string | null)[] | null =>
  parameters.every((text) => text === null || text.isWellFormed()) ? parameters : null
