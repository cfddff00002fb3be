import type { CommitItem, CommitOutcome, Stamp } from '@msg/core'
import { usedId } from '../rows/message.ts'
import { fields, integer, list, nullable, oneOf, text } from '../rows/values.ts'

/** How an item ended; of a message that was sent, as nothing but a message, its place in the log too. */
export interface Answer {
  readonly outcome: CommitOutcome
  readonly position?: number
}

/** What the commit function answers, for each item in the order of the batch. */
export const answersOf = (items: readonly CommitItem[], value: unknown): readonly Answer[] => {
  const answers = list(value, answer)
  if (answers.length !== items.length) throw new Error('the database answered another number of outcomes')
  return answers
}

const answer = (value: unknown): Answer => (Array.isArray(value) ? sent(value) : { outcome: outcome(value) })

const sent = ([at, revision, seq, position]: readonly unknown[]): Answer => ({
  outcome: { status: 'committed', at: text(at), stamps: [{ revision: integer(revision), seq: integer(seq) }] },
  position: integer(position),
})

const outcome = (value: unknown): CommitOutcome => {
  const row = fields(value)
  const status = oneOf(row['status'], ['committed', 'duplicate', 'stale'])
  switch (status) {
    case 'committed':
      return { status, at: text(row['at']), stamps: list(row['stamps'], stamp) }
    case 'duplicate':
      return { status, used: usedId(row['used']) }
    case 'stale':
      return { status }
  }
}

const stamp = (value: unknown): Stamp => {
  const row = fields(value)
  return {
    revision: nullable(row['revision'], integer),
    ...('seq' in row ? { seq: integer(row['seq']) } : {}),
    ...('readAt' in row ? { readAt: nullable(row['readAt'], text) } : {}),
    ...('deliveredSeq' in row ? { deliveredSeq: integer(row['deliveredSeq']) } : {}),
    ...('deliveredAt' in row ? { deliveredAt: nullable(row['deliveredAt'], text) } : {}),
  }
}
