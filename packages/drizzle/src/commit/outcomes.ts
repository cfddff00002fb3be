import type { CommitItem, CommitOutcome, Stamp } from '@msg/core'
import { usedId } from '../rows/message.ts'
import { fields, integer, list, nullable, oneOf, text } from '../rows/values.ts'

/** What the commit function answers, one outcome per item in the order of the batch. */
export const outcomesOf = (items: readonly CommitItem[], value: unknown): readonly CommitOutcome[] => {
  const outcomes = list(value, outcome)
  if (outcomes.length !== items.length) throw new Error('the database answered another number of outcomes')
  return outcomes
}

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
