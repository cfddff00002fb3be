import { MsgError } from '../errors.ts'
import { notFound } from '../rules/decision.ts'
import type { Decided, Decision } from '../rules/decision.ts'
import type { CommitItem, CommitOutcome, Slice, SliceQuery, UsedId } from '../ports/store.ts'
import type { Context } from './context.ts'

/** How often a decision is made anew because what it was read from changed meanwhile. */
const tries = 5

/** What a settled decision led to. */
export type Settled =
  | { readonly status: 'committed'; readonly decided: Decided; readonly outcome: Committed }
  | { readonly status: 'duplicate'; readonly used: UsedId }
  | { readonly status: 'refused'; readonly refusal: MsgError }

type Committed = Extract<CommitOutcome, { status: 'committed' }>

export interface Decisive {
  readonly query: SliceQuery
  readonly decide: (slice: Slice) => Decision
  /** Host code that may still refuse, between decision and commit; may do I/O. */
  readonly check?: (decided: Decided) => Promise<void>
}

/** Reads, decides and commits; when a guard turns out stale, again, a few times, then `busy`. */
export const decideAndCommit = async (context: Context, { query, decide, check }: Decisive): Promise<Settled> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const slice = await context.store.slice(query)
    const decision = slice === null ? { refusal: notFound() } : decide(slice)
    if ('refusal' in decision) return { status: 'refused', refusal: decision.refusal }
    await check?.(decision)
    if (decision.changes.length === 0) return { status: 'committed', decided: decision, outcome: nothing }
    const outcome = await commitOne(context, { conversationId: query.conversationId, actor: context.me, ...decision })
    if (outcome.status === 'committed') return { status: 'committed', decided: decision, outcome }
    if (outcome.status === 'duplicate') return outcome
  }
  throw new MsgError('busy', 'too much is changing here at once; try again', { retryAfter: 1 })
}

const nothing: Committed = { status: 'committed', at: '', stamps: [] }

/** Commits one item. @throws what the store failed with */
export const commitOne = async (
  context: Context,
  item: CommitItem,
): Promise<Exclude<CommitOutcome, { status: 'failed' }>> => {
  const [outcome] = await context.store.commit([item])
  if (outcome === undefined) throw new MsgError('unavailable', 'the store gave no answer', { outcome: 'unknown' })
  if (outcome.status === 'failed') throw outcome.error
  if (outcome.status === 'committed') context.wake()
  return outcome
}
