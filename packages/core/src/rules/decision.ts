import { MsgError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { MemberRole, MemberStatus } from '../model/member.ts'
import type { ChangeDraft, Guard, MemberFacts, Slice } from '../ports/store.ts'
import { noRights } from './rights.ts'
import type { Rights } from './rights.ts'

/** What a rule decides: the changes to make and the row versions they were decided from, or a refusal. */
export type Decision = Decided | Refused

export interface Decided {
  readonly changes: readonly ChangeDraft[]
  readonly guards: readonly Guard[]
  /** The conversation is to be the canonical group of its members. */
  readonly canonical?: true
}

export interface Refused {
  readonly refusal: MsgError
}

export const refuse = (code: ErrorCode, message: string, reason?: string): Refused => ({
  refusal: new MsgError(code, message, reason === undefined ? {} : { reason }),
})

/** Never existed, not yours to see, removed from: one answer, so that nobody can tell which. */
export const notFound = (): MsgError => new MsgError('not_found', 'there is no such thing, or it is not yours to see')

/** What rules decide from: a slice, and, where core has asked for them, the actor's rights beside their membership. */
export interface Facts extends Slice {
  readonly rights?: Rights
}

/** The actor in a conversation that they may know of: a member, or one who reads or moderates it without being one. */
export interface Party {
  readonly userId: UserId
  /** `admin` also for whoever moderates the target. */
  readonly role: MemberRole
  readonly status: MemberStatus | 'none'
  /** The last message they may see; endless for who sees the present. */
  readonly until: number
  /** Of their membership; 0 when they never had one. */
  readonly version: number
}

/** The rights of the actor; none where core has not asked for them. */
export const rightsOf = ({ rights }: Facts): Rights => rights ?? noRights

const memberOf = ({ members }: Slice, actor: UserId): MemberFacts | undefined =>
  members.find(({ userId }) => userId === actor)

/**
 * Whether rights show the actor a conversation, whatever their membership does: it is then seen whole. Who was removed from a
 * room sees it again when they moderate it, not because they may view what it is about.
 */
export const isAdmitted = (facts: Facts, actor: UserId): boolean => {
  const { view, moderate } = rightsOf(facts)
  const removed = facts.conversation.kind === 'room' && memberOf(facts, actor)?.status === 'removed'
  return moderate || (view && !removed)
}

/** The actor, if they may know that the conversation exists. The same answer as the store's lens gives. */
export const visibleMember = (facts: Facts, actor: UserId): Party | null => {
  const { kind, visibility, target } = facts.conversation
  const member = memberOf(facts, actor)
  const status = member?.status ?? 'none'
  const party = {
    userId: actor,
    role: rightsOf(facts).moderate ? 'admin' : (member?.role ?? 'member'),
    status,
    until: Infinity,
    version: member?.version ?? 0,
  } as const
  if (status === 'active' || isAdmitted(facts, actor)) return party
  if (kind === 'room' && visibility === 'public') return target === null && status !== 'removed' ? party : null
  return status === 'left' ? { ...party, until: member?.endedSeq ?? 0 } : null
}

/** What an act of a member starts with: the actor is an active member; or the refusal they get. */
export const activeMember = (facts: Facts, actor: UserId): Party | Refused => {
  const party = visibleMember(facts, actor)
  if (party === null) return { refusal: notFound() }
  if (party.status === 'active') return party
  return party.status === 'left'
    ? refuse('not_a_member', 'you have left this conversation')
    : refuse('not_a_member', 'you are no member of this conversation')
}

/** What writing starts with: an active member, or who may post without being one; or the refusal they get. */
export const writer = (facts: Facts, actor: UserId): Party | Refused => {
  const party = visibleMember(facts, actor)
  if (party?.status === 'active') return party
  if (rightsOf(facts).post) return party ?? unseeing(facts, actor)
  return party !== null && facts.conversation.kind === 'channel'
    ? refuse('forbidden', 'you may not post about this', 'target')
    : activeMember(facts, actor)
}

/** Who may post without seeing anything. */
const unseeing = (facts: Facts, actor: UserId): Party => {
  const { status, version } = memberOf(facts, actor) ?? { status: 'none', version: 0 }
  return { userId: actor, role: 'member', status, until: 0, version }
}

/**
 * Guards of what somebody does for themselves: on their own membership; who sees the conversation without it sees it by its
 * settings, so on these too.
 */
export const readingGuards = (slice: Slice, me: Party): readonly Guard[] =>
  me.status === 'active' ? [{ on: 'member', userId: me.userId, version: me.version }] : ownGuards(slice, me)

/** Guards on the conversation's settings and on the actor's own membership. */
export const ownGuards = (slice: Slice, member: Pick<MemberFacts, 'userId' | 'version'>): readonly Guard[] => [
  { on: 'settings', version: slice.conversation.settingsVersion },
  { on: 'member', userId: member.userId, version: member.version },
]
