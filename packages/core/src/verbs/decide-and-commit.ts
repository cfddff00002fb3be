import { MsgError } from '../errors.ts'
import { notFound } from '../rules/decision.ts'
import type { Decided, Decision } from '../rules/decision.ts'
import type { CommitItem, CommitOutcome, Slice, SliceQuery, UsedId } from '../ports/store.ts'
import { askHost } from './ask-host.ts'
import type { Context } from './context.ts'

/** How often a decision is made anew because what it was read from changed meanwhile. */
const tries = 5

/** What a settled decision led to. */
export type Settled =
  | { readonly status: 'committed'; readonly decided: Decided; readonly outcome: Committed }
  | { readonly status: 'duplicate'; readonly used: UsedId }
  | { readonly status: 'refused'; readonly refusal: MsgError }

type Committed = Extract<CommitOutcome, { status: 'committed' }>
type Duplicate = Extract<CommitOutcome, { status: 'duplicate' }>

export interface Decisive {
  readonly query: SliceQuery
  readonly decide: (slice: Slice) => Decision
  /** What else may refuse, between decision and policies; may do I/O. @throws the refusal */
  readonly check?: (decided: Decided) => Promise<void>
}

/** Reads, decides, asks the host and commits; when a guard turns out stale, again, a few times, then `busy`. */
export const decideAndCommit = async (context: Context, decisive: Decisive): Promise<Settled> => {
  const { query, check } = decisive
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { decision, slice } = await decideOn(context, decisive)
    if ('refusal' in decision || slice === null) return refusedWith(decision)
    const item: CommitItem = { conversationId: slice.conversation.id, actor: context.me, ...decision }
    const allowed = await askHost(context, { item, slice, check })
    if ('refusal' in allowed) return refusedWith(allowed)
    if (allowed.changes.length === 0) return { status: 'committed', decided: allowed, outcome: nothing }
    const outcome = await submit(context, { ...item, ...allowed })
    if (outcome.status === 'committed') return { status: 'committed', decided: allowed, outcome }
    context.slices.forget(query)
    if (outcome.status === 'duplicate')
      return outcome.used.authorId === context.me ? outcome : taken(context, decisive, outcome)
  }
  throw new MsgError('busy', 'too much is changing here at once; try again', { retryAfter: 1, outcome: 'none' })
}

const refusedWith = (decision: Decision): Settled => ({
  status: 'refused',
  refusal: 'refusal' in decision ? decision.refusal : notFound(),
})

/** Only who may write here is told that somebody else used the id; others get the refusal they would get anyway. */
const taken = async (context: Context, decisive: Decisive, duplicate: Duplicate): Promise<Settled> => {
  const { decision } = await decideOn(context, decisive)
  return 'refusal' in decision ? { status: 'refused', refusal: decision.refusal } : duplicate
}

interface Decisions {
  readonly decision: Decision
  /** What it was decided from; null when there is nothing of the kind. */
  readonly slice: Slice | null
}

/**
 * Decides from what was read before, if that leads to a commit, whose guards keep it honest. A refusal, or that there is
 * nothing to do, is only told from what is read now.
 */
const decideOn = async ({ store, slices }: Context, { query, decide }: Decisive): Promise<Decisions> => {
  const known = slices.get(query)
  const early = known === null ? null : decide(known)
  if (known !== null && early !== null && !('refusal' in early) && early.changes.length > 0)
    return { decision: early, slice: known }
  const slice = await store.slice(query)
  if (slice === null) {
    slices.forget(query)
    return { decision: { refusal: notFound() }, slice }
  }
  slices.set(query, slice)
  return { decision: decide(slice), slice }
}

const nothing: Committed = { status: 'committed', at: '', stamps: [] }

type Answered = Exclude<CommitOutcome, { status: 'failed' }>

/** Commits what no slice was read for, such as a new conversation, if the host allows it. @throws what the host refuses it with, what the store failed with */
export const commitOne = async (context: Context, item: CommitItem): Promise<Answered> => {
  const allowed = await askHost(context, { item, slice: null })
  if ('refusal' in allowed) throw allowed.refusal
  return submit(context, { ...item, ...allowed })
}

/** Commits what the host itself does, or has allowed. @throws what the store failed with */
export const submit = async (
  { commits, wake }: Pick<Context, 'commits' | 'wake'>,
  item: CommitItem,
): Promise<Answered> => {
  const outcome = await commits.submit(item)
  if (outcome.status === 'failed') throw outcome.error
  if (outcome.status === 'committed') wake()
  return outcome
}
