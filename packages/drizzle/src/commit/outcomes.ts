import type { CommitOutcome, Stamp } from '@msg/core'
import { usedId } from '../rows/message.ts'
import { fields, integer, list, nullable, oneOf, text } from '../rows/values.ts'
import type { ByConversation } from './by-conversation.ts'

/** How an item ended; of a message that was sent, as nothing but a message, its place in the log too. */
export interface Answer {
  readonly outcome: CommitOutcome
  readonly position?: number
}

/** What the commit function answers, for each item in the order of the batch. */
export const answersOf = (count: number, value: unknown): readonly Answer[] => {
  const answers = list(value, answer)
  if (answers.length !== count) throw new Error('the database answered another number of outcomes')
  return answers
}

/**
 * What the commit of plain sends answers, which were sent by conversation: how each ended or, when all were committed, when, what the
 * conversations were before, and the positions.
 */
export const sendAnswers = (sends: ByConversation<unknown>, value: unknown): readonly Answer[] => {
  const answers = Array.isArray(value) ? answersOf(sends.items.length, value) : allSent(sends, fields(value))
  const inBatch: Answer[] = []
  for (const [index, one] of answers.entries()) inBatch[sends.turns[index] ?? index] = one
  return inBatch
}

const allSent = (
  { places, turns, firsts }: ByConversation<unknown>,
  row: Readonly<Record<string, unknown>>,
): readonly Answer[] => {
  const [seqs, revisions] = [list(row['seqs'], integer), list(row['revisions'], integer)]
  const positions = list(row['positions'], integer)
  return places.map((place, index) => {
    const nth = index - numberAt(firsts, place) + 1
    return sent([
      row['at'],
      numberAt(revisions, place) + nth,
      numberAt(seqs, place) + nth,
      numberAt(positions, numberAt(turns, index)),
    ])
  })
}

const numberAt = (numbers: readonly number[], index: number): number => numbers[index] ?? Number.NaN

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
