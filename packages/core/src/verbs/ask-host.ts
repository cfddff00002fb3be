import { isMsgError, MsgError } from '../errors.ts'
import { isService } from '../model/ids.ts'
import type { UserId } from '../model/ids.ts'
import { policyCodes } from '../policies/policy.ts'
import type { Act, Policy, PolicyRefusal } from '../policies/policy.ts'
import type { ChangeDraft, CommitItem, Guard, Slice } from '../ports/store.ts'
import type { Decided, Refused } from '../rules/decision.ts'
import { disabledChanges, disabledVerb } from '../rules/features.ts'
import { serviceAmongMembers } from '../rules/services.ts'
import type { Context } from './context.ts'
import { processTexts } from './process-texts.ts'

/** What the host is asked about: a decision, and the slice it was made from (null for what makes a conversation). */
export interface Asked {
  readonly item: CommitItem
  readonly slice: Slice | null
  /** Further questions to the host about this very decision. @throws what refuses it */
  readonly check?: ((decided: Decided) => Promise<void>) | undefined
}

/**
 * What the host makes of a decision: its switches, its directory and its policies may refuse it, policies may add guards,
 * processors rework texts. In this order, so that nobody is told of a policy before they are told that there is no such user.
 */
export const askHost = async (context: Context, { item, slice, check }: Asked): Promise<CommitItem | Refused> => {
  const { features, processors } = context.host
  const off =
    disabledVerb(features, context.verb) ??
    disabledChanges(features, slice === null ? null : slice.conversation.kind, item.changes)
  const refused = off ?? serviceAmongMembers(item.changes)
  if (refused !== null) return refused
  try {
    if (check !== undefined) await check(item)
    if (item.changes.length === 0) return item
    const guards = await askPolicies(context, actOf(context, item, slice))
    if ('refusal' in guards) return guards
    const changes = processors.length === 0 ? item.changes : await processTexts(context, item)
    return changes === item.changes && guards.length === 0
      ? item
      : { ...item, changes, guards: [...item.guards, ...guards] }
  } catch (error) {
    if (isMsgError(error)) return { refusal: error }
    throw error
  }
}

/** Asks about what only reads. @throws feature_disabled, or what a policy refuses with */
export const askHostToRead = async (context: Context): Promise<void> => {
  const off = disabledVerb(context.host.features, context.verb)
  if (off !== null) throw off.refusal
  const asked = await askPolicies(context, actOf(context, { conversationId: null, changes: [] }, null))
  if ('refusal' in asked) throw asked.refusal
}

type Doing = Pick<CommitItem, 'changes'> & { readonly conversationId: string | null }

const actOf = ({ me, verb, clock }: Context, { conversationId, changes }: Doing, slice: Slice | null): Act => ({
  actor: me,
  verb,
  at: clock.now(),
  conversationId,
  conversation: slice?.conversation ?? null,
  member: slice?.members.find(({ userId }) => userId === me) ?? null,
  message: slice?.message ?? null,
  changes,
  others: othersIn(me, changes, slice?.conversation.pair ?? []),
})

/** Whom it reaches out to: those brought in, and the other of a direct where a text arrives. */
const othersIn = (me: UserId, changes: Doing['changes'], pair: readonly UserId[]): readonly UserId[] => {
  const reached = changes.flatMap((draft) => reachedBy(draft, pair))
  return reached.length === 0 ? reached : [...new Set(reached)].filter((userId) => userId !== me)
}

const reachedBy = (draft: ChangeDraft, pair: readonly UserId[]): readonly UserId[] => {
  if (draft.type === 'conversation.created') return draft.members.map(({ userId }) => userId)
  if (draft.type === 'member.added') return [draft.userId]
  return draft.type === 'message.sent' || draft.type === 'message.edited' ? pair : []
}

/**
 * All policies in their order: the first refusal, or the guards they ask for. One that fails lets nobody through. They have no
 * say in what a service does.
 */
const askPolicies = async ({ host, me }: Context, act: Act): Promise<readonly Guard[] | Refused> => {
  if (isService(me)) return []
  const guards: Guard[] = []
  try {
    for (const policy of host.policies) {
      // Most have no objection, and say so at once.
      const answered = policy.judge(act)
      const answer = answered === null ? null : await answered
      if (answer === null) continue
      if (!('guard' in answer)) return refusedBy(policy, answer)
      guards.push(answer.guard)
    }
  } catch (cause) {
    throw new MsgError('unavailable', 'what decides whether this is allowed failed', { outcome: 'none', cause })
  }
  return guards
}

/** @throws where it refuses with what no policy may */
const refusedBy = ({ name }: Policy, { code, reason, retryAfter }: PolicyRefusal): Refused => {
  if (!policyCodes.includes(code))
    throw new TypeError(`the policy ${name} refuses with a code that is not for policies`)
  return {
    refusal: new MsgError(code, `the policy ${name} does not allow this`, {
      reason,
      outcome: 'none',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    }),
  }
}
