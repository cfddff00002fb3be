import type { AdvanceDraft, ChangeDraft, CommitItem } from '@msg/core'
import { arrayLiteral } from '../array-literal.ts'
import type { Parameter } from '../database.ts'

/** A commit: one statement, one transaction, one round trip. */
export interface CommitStatement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/** Columns: conversations, actors, versions of settings and memberships, ids, verbs, bodies, replies, mentions, words, hashes. */
export const sendSql = `select msg.msg_send_1($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[], $7::text[],
  $8::uuid[], $9::text[], $10::text[], $11::text[]) as outcomes`

/** Columns: conversations, actors, versions of settings and memberships, and up to where was read, or delivered. */
export const advanceSql = `select msg.msg_advance_1($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) as outcomes`

/**
 * The commit of a batch of plain sends, or of plain receipts, as columns, which cost Postgres less to read than items
 * as JSON; null for any other. A batch with text that is not well-formed goes as JSON as well: there it is refused, as
 * a column it would be stored as another text.
 */
export const inColumns = (items: readonly CommitItem[]): CommitStatement | null => {
  const sends = plainItems(items, isPlainSend)
  if (sends !== null)
    return statement(sendSql, sends, [
      ({ draft }) => draft.id,
      ({ draft }) => draft.verb,
      ({ draft }) => draft.body,
      ({ draft }) => draft.replyTo,
      ({ draft }) => (draft.mentions.length === 0 ? null : arrayLiteral(draft.mentions)),
      ({ draft }) => draft.words.join(' '),
      ({ draft }) => draft.contentHash,
    ])
  const receipts = plainItems(items, isReceipt)
  if (receipts === null) return null
  return statement(advanceSql, receipts, [
    ({ draft }) => ('readSeq' in draft ? String(draft.readSeq) : null),
    ({ draft }) => ('deliveredSeq' in draft ? String(draft.deliveredSeq) : null),
  ])
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

/** Null when a text is not well-formed. */
const statement = <Draft>(
  sql: string,
  items: readonly PlainItem<Draft>[],
  values: readonly Value<Draft>[],
): CommitStatement | null => {
  const parameters = [...common, ...values].map((value) => column(items, value))
  return parameters.every((text) => text === null || text.isWellFormed()) ? { sql, parameters } : null
}

const common: readonly Value<unknown>[] = [
  ({ conversationId }) => conversationId,
  ({ actor }) => actor,
  ({ settings }) => settings,
  ({ member }) => member,
]

/** Null where nobody has anything. */
const column = <Draft>(items: readonly PlainItem<Draft>[], value: Value<Draft>): string | null => {
  const values = items.map(value)
  return values.every((one) => one === null) ? null : arrayLiteral(values)
}
