import { MsgError } from '../errors.ts'
import { isService } from '../model/ids.ts'
import type { ConversationId } from '../model/ids.ts'
import { notFound } from '../rules/decision.ts'
import type { Decided, Decision, Facts } from '../rules/decision.ts'
import type { CommitItem, CommitOutcome, Slice, SliceQuery, UsedId } from '../ports/store.ts'
import { askHost } from './ask-host.ts'
import type { Context } from './context.ts'
import { rightsIn } from './rights.ts'

/** How often a decision is made anew because what it was read from changed meanwhile. */
export const tries = 5

/** What a settled decision led to. */
export type Settled =
  | {
      readonly status: 'committed'
      readonly conversationId: ConversationId
      readonly decided: Decided
      readonly outcome: Committed
    }
  | { readonly status: 'duplicate'; readonly used: UsedId }
  | { readonly status: 'refused'; readonly refusal: MsgError }

type Unrefused = Exclude<Settled, { status: 'refused' }>
type Committed = Extract<CommitOutcome, { status: 'committed' }>
type Duplicate = Extract<CommitOutcome, { status: 'duplicate' }>

export interface Decisive {
  readonly query: SliceQuery
  readonly decide: (facts: Facts) => Decision
  /** What to do where there is no such conversation; without it, it is not found. */
  readonly create?: () => Decisions
  /** What else may refuse, between decision and policies; may do I/O. @throws the refusal */
  readonly check?: ((decided: Decided) => Promise<void>) | undefined
}

/** Reads, decides, asks the host and commits; when a guard turns out stale, again, a few times, then `busy`. */
export const decideAndCommit = async (context: Context, decisive: Decisive): Promise<Settled> => {
  const { query, check } = decisive
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { decision, conversationId, slice } = decideEarly(context, decisive) ?? (await decideNow(context, decisive))
    if ('refusal' in decision) return { status: 'refused', refusal: decision.refusal }
    const item: CommitItem = { conversationId, actor: context.me, ...decision }
    const allowed = await askHost(context, { item, slice, check })
    if ('refusal' in allowed) return { status: 'refused', refusal: allowed.refusal }
    const settled = { status: 'committed', conversationId, decided: allowed } as const
    if (allowed.changes.length === 0) return { ...settled, outcome: nothing }
    const outcome = await submit(context, allowed)
    if (outcome.status === 'committed') return { ...settled, outcome }
    context.slices.forget(query)
    // Somebody else was faster to make it: it is there now, so there is another decision to make.
    const made = creates(decision) && outcome.status === 'duplicate' && outcome.used.conversationId === conversationId
    if (outcome.status === 'duplicate' && !made)
      return outcome.used.authorId === context.me ? outcome : taken(context, decisive, outcome)
  }
  throw tooBusy()
}

/** The same where a refusal has only to be passed on. @throws the refusal */
export const decideOrThrow = async (context: Context, decisive: Decisive): Promise<Unrefused> => {
  const settled = await decideAndCommit(context, decisive)
  if (settled.status === 'refused') throw settled.refusal
  return settled
}

/** After the last of the tries. */
export const tooBusy = (): MsgError =>
  new MsgError('busy', 'too much is changing here at once; try again', { retryAfter: 1, outcome: 'none' })

/** Whether a decision makes the conversation it is about. */
export const creates = ({ changes }: Decided): boolean => changes.some(({ type }) => type === 'conversation.created')

/** Only who may write here is told that somebody else used the id; others get the refusal they would get anyway. */
const taken = async (context: Context, decisive: Decisive, duplicate: Duplicate): Promise<Settled> => {
  const { decision } = await decideNow(context, decisive)
  return 'refusal' in decision ? { status: 'refused', refusal: decision.refusal } : duplicate
}

/** A decision, and where. */
interface Decisions {
  readonly decision: Decision
  readonly conversationId: ConversationId
}

/** The same with what it was decided from; null when there is nothing of the kind. */
interface DecidedOn extends Decisions {
  readonly slice: Slice | null
}

/**
 * Decides from what was read before, if that leads to a commit, whose guards keep it honest. A refusal, or that there is
 * nothing to do, is only told from what is read now.
 */
const decideEarly = ({ slices }: Context, { query, decide }: Decisive): DecidedOn | null => {
  const slice = slices.get(query)
  if (slice === null) return null
  const decision = decide(slice)
  if ('refusal' in decision || decision.changes.length === 0) return null
  return { decision, conversationId: slice.conversation.id, slice }
}

const decideNow = async (context: Context, { query, decide, create }: Decisive): Promise<DecidedOn> => {
  const { store, slices } = context
  const slice = await store.slice(query)
  if (slice === null) {
    slices.forget(query)
    return { ...(create?.() ?? { decision: { refusal: notFound() }, conversationId: '' }), slice }
  }
  slices.set(query, slice)
  return { decision: await decidedWithRights(context, slice, decide), conversationId: slice.conversation.id, slice }
}

/** Only where membership does not suffice is asked what else somebody may do: it can but add to that. */
const decidedWithRights = async (context: Context, slice: Slice, decide: Decisive['decide']): Promise<Decision> => {
  const decision = decide(slice)
  const given = slice.conversation.target !== null || isService(context.me)
  if (!('refusal' in decision) || !given) return decision
  return decide({ ...slice, rights: await rightsIn(context, slice.conversation) })
}

const nothing: Committed = { status: 'committed', at: '', stamps: [] }

type Answered = Exclude<CommitOutcome, { status: 'failed' }>

/** Commits what no slice was read for, such as a new conversation, if the host allows it. @throws what the host refuses it with, what the store failed with */
export const commitOne = async (context: Context, item: CommitItem): Promise<Answered> => {
  const allowed = await askHost(context, { item, slice: null })
  if ('refusal' in allowed) throw allowed.refusal
  return submit(context, allowed)
}

/** The same, asking the host again where what it made its condition has changed meanwhile, a few times. @throws busy, too */
export const commitMade = async (
  context: Context,
  item: CommitItem,
): Promise<Exclude<Answered, { status: 'stale' }>> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const outcome = await commitOne(context, item)
    if (outcome.status !== 'stale') return outcome
  }
  throw tooBusy()
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
