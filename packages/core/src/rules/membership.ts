import type { UserId } from '../model/ids.ts'
import type { ChangeDraft, Guard, MemberFacts, Slice } from '../ports/store.ts'
import { notFound, ownGuards, refuse, visibleMember } from './decision.ts'
import { managingAdmin } from './settings.ts'
import type { Decision } from './decision.ts'
import { decideSend } from './sending.ts'
import type { NewMessage } from './sending.ts'

/** Inviting users into a group. Those who are active members already stay as they are. */
export const decideAdd = (slice: Slice, actor: UserId, userIds: readonly UserId[]): Decision => {
  const me = visibleMember(slice, actor)
  if (me === null) return { refusal: notFound() }
  if (me.status === 'left')
    return userIds.includes(actor)
      ? refuse('reinvite_required', 'who left comes back by invitation only')
      : refuse('not_a_member', 'you have left this conversation')
  const { conversation } = slice
  if (conversation.kind !== 'group') return refuse('forbidden', 'nobody is added here', conversation.kind)
  if (conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  if (conversation.invitePolicy === 'admins' && me.role !== 'admin')
    return refuse('forbidden', 'only admins invite here', 'invite_policy')
  const invited = userIds
    .map((userId) => slice.members.find((member) => member.userId === userId) ?? neverMember(userId))
    .filter((member) => member.status !== 'active')
  if (me.role !== 'admin' && invited.some((member) => member.status === 'removed'))
    return refuse('forbidden', 'who was removed comes back by an admin only', 'removed_by_admin')
  return {
    changes: invited.map(({ userId }) => ({ type: 'member.added', userId, role: 'member' })),
    guards: [...ownGuards(slice, me), ...invited.map(memberGuard)],
  }
}

/** Sending together with newcomers: they are members, and can be spoken to, before the message is there. */
export const decideAddAndSend = (
  slice: Slice,
  actor: UserId,
  { userIds, message }: { readonly userIds: readonly UserId[]; readonly message: NewMessage },
): Decision => {
  const adding = decideAdd(slice, actor, userIds)
  if ('refusal' in adding) return adding
  const joined = userIds.map(
    (userId) => ({ userId, role: 'member', status: 'active', endedSeq: null, version: 0 }) as const,
  )
  const sending = decideSend({ ...slice, members: [...slice.members, ...joined] }, actor, message)
  if ('refusal' in sending) return sending
  return { changes: [...adding.changes, ...sending.changes], guards: adding.guards }
}

type Invited = Pick<MemberFacts, 'userId' | 'version'> & { readonly status: MemberFacts['status'] | 'never' }

const neverMember = (userId: UserId): Invited => ({ userId, status: 'never', version: 0 })

const memberGuard = ({ userId, version }: Invited): Guard => ({ on: 'member', userId, version })

/**
 * Leaving. Needs the slice's roster. The last admin hands over to the earliest-joined member, the last member closes the
 * group, in the same commit. Who left already changes nothing.
 */
export const decideLeave = (slice: Slice, actor: UserId): Decision => {
  const me = visibleMember(slice, actor)
  if (me === null) return { refusal: notFound() }
  if (slice.conversation.kind === 'direct') return refuse('direct_cannot_be_left', 'a direct cannot be left')
  if (me.status === 'left') return { changes: [], guards: [] }
  return {
    changes: [{ type: 'member.left', userId: actor }, ...handover(slice, me)],
    guards: [...ownGuards(slice, me), { on: 'roster', version: slice.conversation.rosterVersion }],
  }
}

const handover = (slice: Slice, me: MemberFacts): readonly ChangeDraft[] => {
  const { roster } = slice
  if (roster === undefined) return []
  if (roster.members === 1) return [{ type: 'conversation.updated', closed: true }]
  const successor = roster.earliest.find((userId) => userId !== me.userId)
  return me.role === 'admin' && roster.admins === 1 && successor !== undefined
    ? [{ type: 'member.role', userId: successor, role: 'admin' }]
    : []
}

/** Removing somebody: admins. Who left can be removed too; who is removed already stays so. */
export const decideRemove = (slice: Slice, actor: UserId, userId: UserId): Decision => {
  const me = managingAdmin(slice, actor)
  if ('refusal' in me) return me
  if (userId === actor) return refuse('forbidden', 'leaving is the way out for oneself', 'self')
  const other = slice.members.find((member) => member.userId === userId)
  if (other === undefined) return { refusal: notFound() }
  if (other.status === 'removed') return { changes: [], guards: [] }
  return { changes: [{ type: 'member.removed', userId }], guards: [...ownGuards(slice, me), memberGuard(other)] }
}

/** Setting a role: admins. Needs the slice's roster, because a group always has an admin. */
export const decideSetRole = (
  slice: Slice,
  actor: UserId,
  { userId, role }: { readonly userId: UserId; readonly role: MemberFacts['role'] },
): Decision => {
  const me = managingAdmin(slice, actor)
  if ('refusal' in me) return me
  const other = slice.members.find((member) => member.userId === userId)
  if (other?.status !== 'active') return { refusal: notFound() }
  if (other.role === role) return { changes: [], guards: [] }
  if (role === 'member' && slice.roster?.admins === 1)
    return refuse('forbidden', 'a group always has an admin', 'last_admin')
  return {
    changes: [{ type: 'member.role', userId, role }],
    guards: [...ownGuards(slice, me), { on: 'roster', version: slice.conversation.rosterVersion }],
  }
}
