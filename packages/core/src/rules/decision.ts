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

/** The actor, if they may know that the conversation exists. The same answer as the store's lens gives. */
export const visibleMember = (facts: Facts, actor: UserId): Party | null => {
  const { kind, visibility, target } = facts.conversation
  const member = facts.members.find((candidate) => candidate.userId === actor)
  const { view, moderate } = rightsOf(facts)
  const status = member?.status ?? 'none'
  const party = {
    userId: actor,
    role: moderate ? 'admin' : (member?.role ?? 'member'),
    status,
    until: Infinity,
    version: member?.version ?? 0,
  } as const
  if (status === 'active' || view || moderate) return party
  if (kind === 'room' && visibility === 'public') return target === null && status !== 'removed' ? party : null
  return status === 'left' ? { ...party, until: member?.endedSeq ?? 0 } : null
}

/** What every act of a member starts with: the actor is an active member, or may post anyway; or the refusal they get. */
export const activeMember = (facts: Facts, actor: UserId): Party | Refused => {
  const party = visibleMember(facts, actor)
  if (party?.status === 'active') return party
  if (rightsOf(facts).post) return party ?? strangerOf(facts, actor)
  if (party === null) return { refusal: notFound() }
  if (facts.conversation.kind === 'channel') return refuse('forbidden', 'you may not post about this', 'target')
  return party.status === 'left'
    ? refuse('not_a_member', 'you have left this conversation')
    : refuse('not_a_member', 'you are no member of this conversation')
}

/** Who may post without seeing anything. */
const strangerOf = ({ members }: Facts, actor: UserId): Party => {
  const member = members.find((candidate) => candidate.userId === actor)
  return { userId: actor, role: 'member', status: member?.status ?? 'none', until: 0, version: member?.version ?? 0 }
}

/** Guards on the conversation's settings and on the actor's own membership. */
export const ownGuards = (slice: Slice, member: Pick<MemberFacts, 'userId' | 'version'>): readonly Guard[] => [
  { on: 'settings', version: slice.conversation.settingsVersion },
  { on: 'member', userId: member.userId, version: member.version },
]
