import { isMsgError, MsgError } from '@msg/core'
import type { ChangeDraft, CommitItem, CommitOutcome } from '@msg/core'
import { isPassing } from '../database-error.ts'
import type { Database } from '../database.ts'
import type { LatestPages } from '../queries/latest-pages.ts'
import type { OwnSends } from './own-sends.ts'
import { inColumns } from './commit-columns.ts'
import type { CommitStatement } from './commit-columns.ts'
import { answersOf } from './outcomes.ts'

/** The commit of any batch, as JSON. */
const commitSql = 'select msg.msg_commit_1($1::text::jsonb) as outcomes'

/** The commit of a batch, in the form that costs least. */
export const commitStatement = (items: readonly CommitItem[]): CommitStatement =>
  inColumns(items) ?? {
    sql: commitSql,
    parameters: [JSON.stringify(items)],
    answers: (outcomes) => answersOf(items.length, outcomes),
  }

/** How often an item alone is tried again after losing a race that the database resolved by refusing it. */
const attempts = 5

/** Where to commit, who keeps what was sent, and what was read before. */
export interface CommitParts {
  readonly database: Database
  readonly own: Pick<OwnSends, 'keep'>
  readonly pages: Pick<LatestPages, 'drop'>
  /** Called when the database failed: what answers next may be another server, of which nothing kept here holds. */
  readonly forget: () => void
}

/**
 * Makes a batch true in one round trip. When the database refuses the batch (a lost race for an id, a deadlock, an item it
 * cannot store), each item is tried again alone, so that only the culprit fails.
 */
export const commit = async (parts: CommitParts, items: readonly CommitItem[]): Promise<readonly CommitOutcome[]> => {
  try {
    return await attempt(parts, items)
  } catch (error) {
    parts.forget()
    if (isMsgError(error)) throw error
  }
  const outcomes: CommitOutcome[] = []
  for (const item of items) {
    const outcome = await alone(parts, item)
    outcomes.push(outcome)
    // The database itself failed: what was settled before stands, and what follows is not tried.
    if (outcome.status === 'failed' && isMsgError(outcome.error)) {
      const { code, message, retryAfter = 1 } = outcome.error
      const untried = new MsgError(code, message, { retryAfter, outcome: 'none' })
      return items.map((_, index) => outcomes[index] ?? { status: 'failed', error: untried })
    }
  }
  return outcomes
}

const attempt = async (
  { database, own, pages }: CommitParts,
  items: readonly CommitItem[],
): Promise<readonly CommitOutcome[]> => {
  const { sql, parameters, answers: answersIn } = commitStatement(items)
  const [row] = await database.query(sql, parameters, { inLine: true })
  const answers = answersIn(row?.['outcomes'])
  own.keep(items, answers)
  for (const { conversationId, changes } of items)
    if (conversationId !== null && !changes.every(isReceipt)) pages.drop(conversationId)
  return answers.map(({ outcome }) => outcome)
}

/** What changes nothing that anybody reads in a message. */
const isReceipt = ({ type }: ChangeDraft): boolean => type === 'receipt.advanced'

const alone = async (parts: CommitParts, item: CommitItem): Promise<CommitOutcome> => {
  for (let tried = 1; ; tried += 1) {
    try {
      const [outcome] = await attempt(parts, [item])
      if (outcome !== undefined) return outcome
    } catch (error) {
      if (tried === attempts || !isPassing(error)) return { status: 'failed', error }
    }
  }
}
