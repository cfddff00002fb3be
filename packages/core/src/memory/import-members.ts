import type { ImportOutcome, MemberImport } from '../ports/import-draft.ts'
import { placeOf } from './importing.ts'
import type { Importing } from './importing.ts'
import { readerOf } from './lens.ts'
import { admit } from './membership.ts'
import type { ConversationRow } from './state.ts'

/** Imports members, after the messages: who left saw some of them. */
export const importMembers = (importing: Importing, members: readonly MemberImport[]): readonly ImportOutcome[] =>
  members.map((item) => importMember(importing, item))

const importMember = (importing: Importing, item: MemberImport): ImportOutcome => {
  const row = placeOf(importing, item.conversationId)
  if (typeof row === 'string') return row
  if (row.kind === 'direct' || row.kind === 'channel') return 'forbidden'
  const there = row.members.get(item.userId)
  if (there !== undefined)
    return there.joinedAt === item.joinedAt && (item.left === null || there.status !== 'active')
      ? 'existing'
      : 'idempotency_mismatch'
  const last = item.left?.last ?? null
  if (last !== null && importing.state.messages.get(last)?.conversationId !== row.id) return 'not_found'
  join(importing, row, item)
  return 'imported'
}

/** Makes somebody a member, now or once. */
export const join = (
  { state, touched }: Importing,
  row: ConversationRow,
  { userId, role, joinedAt, left }: Omit<MemberImport, 'conversationId'>,
): void => {
  const revision = row.revision + 1
  const end = left === null ? undefined : (state.messages.get(left.last ?? '')?.seq ?? 0)
  const joined = { joinedAt, joinedSeq: 0, joinedRevision: revision, revision }
  const ended = { endedAt: left?.at ?? null, endedSeq: end ?? null, endedRevision: left === null ? null : revision }
  admit(state, row, { userId, role, status: left === null ? 'active' : 'left', ...joined, ...ended })
  row.readers.set(userId, readerOf(row, userId))
  touched.add(row)
}
