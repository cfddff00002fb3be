import { MsgError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { ChangeDraft, Guard, MemberFacts, Slice } from '../ports/store.ts'

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

/** The actor's membership in a slice, if they may know that the conversation exists. */
export const visibleMember = (slice: Slice, actor: UserId): MemberFacts | null => {
  const member = slice.members.find((candidate) => candidate.userId === actor)
  return member === undefined || member.status === 'removed' ? null : member
}

/** What every act of a member starts with: the actor is an active member, or the refusal they get. */
export const activeMember = (slice: Slice, actor: UserId): MemberFacts | Refused => {
  const member = visibleMember(slice, actor)
  if (member === null) return { refusal: notFound() }
  return member.status === 'left' ? refuse('not_a_member', 'you have left this conversation') : member
}

/** Guards on the conversation's settings and on the actor's own membership. */
export const ownGuards = (slice: Slice, member: MemberFacts): readonly Guard[] => [
  { on: 'settings', version: slice.conversation.settingsVersion },
  { on: 'member', userId: member.userId, version: member.version },
]
