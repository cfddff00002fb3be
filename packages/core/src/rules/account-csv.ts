import type { AccountRecord } from '../model/account.ts'

const columns = ['type', 'conversationId', 'messageId', 'seq', 'at', 'userId', 'text', 'record'] as const

type Line = { readonly [Column in (typeof columns)[number]]?: string | number | null | undefined }

/**
 * Exported records as CSV (RFC 4180, with a line of names), for people who open it in a spreadsheet: what matters in columns of
 * its own, the whole record as JSON in the last. No cell is a formula: one that would be begins with an apostrophe.
 */
export const accountCsv = (records: readonly AccountRecord[]): string =>
  [
    columns.join(','),
    ...records.map((record) => {
      const line: Line = { ...lineOf(record), type: record.type, record: JSON.stringify(record) }
      return columns.map((column) => cell(line[column])).join(',')
    }),
    '',
  ].join('\r\n')

const lineOf = (record: AccountRecord): Line => {
  switch (record.type) {
    case 'profile':
      return { userId: record.profile.id, text: record.profile.displayName }
    case 'conversation':
      return {
        conversationId: record.conversationId,
        at: record.membership?.joinedAt,
        text: record.conversation?.title,
      }
    case 'message':
      return {
        conversationId: record.conversationId,
        messageId: record.messageId,
        seq: record.seq,
        at: record.message?.createdAt,
        userId: record.message?.authorId,
        text: record.message?.body,
      }
    case 'block':
      return { at: record.block.at, userId: record.block.userId }
  }
}

/** What a spreadsheet takes for the beginning of a formula, also behind what it skips. */
const formula = /^[\s\uFEFF]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u

const cell = (value: string | number | null | undefined): string => {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
