import type { ErrorCode } from '@msg/core'

/** What a verb must answer: a value, its times masked, or a refusal. */
export type Expected =
  | { readonly answer: unknown; readonly replayed?: boolean }
  | { readonly code: ErrorCode; readonly reason?: string }

export const refused = (code: ErrorCode, reason?: string): Expected =>
  reason === undefined ? { code } : { code, reason }

/** What stands for any time there is. */
export const someTime = 'some time'

const timeNames = new Set([
  'at',
  'createdAt',
  'joinedAt',
  'endedAt',
  'readAt',
  'repliedAt',
  'deliveredAt',
  'closedAt',
  'editedAt',
  'retractedAt',
  'pinnedAt',
])
const leftOut = new Set(['profiles', 'next'])

/** The same value without what the oracle does not model: times become {@link someTime}, profiles and page tokens go. */
export const masked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !leftOut.has(name))
      .map(([name, member]) => [name, timeNames.has(name) && member !== null ? someTime : masked(member)]),
  )
}

/** The id in an answer, or in the conversation it tells of. */
export const mintedId = (answer: unknown): string => {
  if (typeof answer !== 'object' || answer === null) return ''
  if ('id' in answer && typeof answer.id === 'string') return answer.id
  return 'conversation' in answer ? mintedId(answer.conversation) : ''
}
