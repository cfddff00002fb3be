import type { UserId } from '../model/ids.ts'
import type { ConversationKind } from '../model/conversation.ts'
import type { ChangeDraft, ConversationFacts, Guard, MemberFacts, Slice } from '../ports/store.ts'
import { notFound, ownGuards, refuse, rightsOf, visibleMember } from './decision.ts'
import type { Decision, Facts, Party, Refused } from './decision.ts'
import { managingAdmin } from './settings.ts'
import { decideSend } from './sending.ts'
import type { NewMessage } from './sending.ts'

/** Inviting users into a group or a room. Those who are active members already stay as they are. */
export const decideAdd = (slice: Facts, actor: UserId, userIds: readonly UserId[]): Decision => {
  const me = inviting(slice, actor, userIds)
  if ('refusal' in me) return me
  const { conversation } = slice
  const invited = userIds
    .map((userId) => slice.members.find((member) => member.userId === userId) ?? neverMember(userId))
    .filter((member) => member.status !== 'active')
  if (me.role !== 'admin' && invited.some((member) => member.status === 'removed'))
    return refuse('forbidden', 'who was removed comes back by an admin only', 'removed_by_admin')
  if (isJoinedByAll(conversation) && invited.some((member) => member.status !== 'removed'))
    return refuse('forbidden', 'whoever wants to be in this room joins it', 'open')
  return {
    changes: invited.map(({ userId }) => ({ type: 'member.added', userId, role: 'member' })),
    guards: [...ownGuards(slice, me), ...invited.map(memberGuard)],
  }
}

/** Sending together with newcomers: they are members, and can be spoken to, before the message is there. */
export const decideAddAndSend = (
  slice: Facts,
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

/** Whether there is no need to invite anybody. */
const isJoinedByAll = ({ visibility, joinPolicy }: ConversationFacts): boolean =>
  visibility === 'public' && joinPolicy === 'open'

/** Who may invite here: into a room its admins, into a group as its policy says. */
const inviting = (slice: Facts, actor: UserId, userIds: readonly UserId[]): Party | Refused => {
  const me = rightsOf(slice).moderate ? visibleMember(slice, actor) : seated(slice, actor, userIds)
  if (me === null) return { refusal: notFound() }
  if ('refusal' in me) return me
  const { kind, closed, invitePolicy } = slice.conversation
  if (kind !== 'group' && kind !== 'room') return refuse('forbidden', 'nobody is added here', kind)
  if (closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  return (kind === 'room' || invitePolicy === 'admins') && me.role !== 'admin'
    ? refuse('forbidden', 'only admins invite here', 'invite_policy')
    : me
}

const seated = (slice: Facts, actor: UserId, userIds: readonly UserId[]): Party | Refused | null => {
  const me = visibleMember(slice, actor)
  if (me === null || me.status === 'active') return me
  if (slice.conversation.kind === 'channel') return me
  return me.status === 'left' && userIds.includes(actor)
    ? refuse('reinvite_required', 'who left comes back by invitation only')
    : refuse('not_a_member', 'you are no member of this conversation')
}

/**
 * Joining a room by oneself: open ones, also after having left, but not after having been removed. Who moderates the target
 * joins in any case. Who is in already changes nothing.
 */
export const decideJoin = (slice: Facts, actor: UserId): Decision => {
  const { kind, joinPolicy, closed } = slice.conversation
  if (isRemovedFromPublic(slice, actor))
    return refuse('reinvite_required', 'who was removed comes back by an admin only')
  const me = visibleMember(slice, actor)
  if (me === null) return { refusal: notFound() }
  if (me.status === 'active') return { changes: [], guards: [] }
  if (kind !== 'room') return notJoined(kind)
  if (closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  if (joinPolicy === 'closed' && !rightsOf(slice).moderate)
    return me.status === 'left'
      ? refuse('reinvite_required', 'who left comes back by invitation only')
      : refuse('forbidden', 'this room is joined by invitation', 'join_policy')
  return { changes: [{ type: 'member.added', userId: actor, role: 'member' }], guards: ownGuards(slice, me) }
}

/** Of a group only who left it gets to know this much. */
const notJoined = (kind: ConversationKind): Decision =>
  kind === 'group'
    ? refuse('reinvite_required', 'who left comes back by invitation only')
    : refuse('forbidden', 'only rooms are joined', kind)

/** A public room is no secret to who was removed from it: they are told why they cannot come back. */
const isRemovedFromPublic = (slice: Facts, actor: UserId): boolean => {
  const { visibility, target } = slice.conversation
  const { view, moderate } = rightsOf(slice)
  const removed = slice.members.some(({ userId, status }) => userId === actor && status === 'removed')
  return removed && visibility === 'public' && !moderate && (target === null || view)
}

type Invited = Pick<MemberFacts, 'userId' | 'version'> & { readonly status: MemberFacts['status'] | 'never' }

const neverMember = (userId: UserId): Invited => ({ userId, status: 'never', version: 0 })

const memberGuard = ({ userId, version }: Invited): Guard => ({ on: 'member', userId, version })

/**
 * Leaving. Needs the slice's roster. The last admin hands over to the earliest-joined member, the last member closes the
 * group or room, in the same commit; a room about a target needs neither. Who left already changes nothing.
 */
export const decideLeave = (slice: Facts, actor: UserId): Decision => {
  const me = visibleMember(slice, actor)
  if (me === null) return { refusal: notFound() }
  const { kind, rosterVersion } = slice.conversation
  if (kind === 'direct') return refuse('direct_cannot_be_left', 'a direct cannot be left')
  if (kind === 'channel') return refuse('forbidden', 'nobody is in a channel', kind)
  if (me.status === 'left') return { changes: [], guards: [] }
  if (me.status !== 'active') return refuse('not_a_member', 'you are no member of this conversation')
  return {
    changes: going(slice, { type: 'member.left', userId: actor }),
    guards: [...ownGuards(slice, me), { on: 'roster', version: rosterVersion }],
  }
}

type Ending = Extract<ChangeDraft, { readonly type: 'member.left' | 'member.removed' }>

/**
 * An active member goes, and what comes with it. The closing comes first, so that who closes it by going sees it closed. A room
 * about a target has its moderators, and waits for members.
 */
const going = ({ roster, members, conversation }: Slice, end: Ending): readonly ChangeDraft[] => {
  if (roster === undefined || conversation.target !== null) return [end]
  if (roster.members === 1) return [{ type: 'conversation.updated', closed: true }, end]
  const successor = roster.earliest.find((userId) => userId !== end.userId)
  const wasAdmin = members.some(({ userId, role }) => userId === end.userId && role === 'admin')
  return wasAdmin && roster.admins === 1 && successor !== undefined
    ? [end, { type: 'member.role', userId: successor, role: 'admin' }]
    : [end]
}

/**
 * Removing somebody: admins. Needs the slice's roster, because who moderates may remove the last admin. Who left can be
 * removed too; who is removed already stays so.
 */
export const decideRemove = (slice: Facts, actor: UserId, userId: UserId): Decision => {
  const me = managingAdmin(slice, actor)
  if ('refusal' in me) return me
  if (userId === actor) return refuse('forbidden', 'leaving is the way out for oneself', 'self')
  const other = slice.members.find((member) => member.userId === userId)
  if (other === undefined) return { refusal: notFound() }
  if (other.status === 'removed') return { changes: [], guards: [] }
  const end: Ending = { type: 'member.removed', userId }
  return {
    changes: other.status === 'active' && me.status !== 'active' ? going(slice, end) : [end],
    guards: [
      ...ownGuards(slice, me),
      memberGuard(other),
      ...(me.status === 'active' ? [] : [{ on: 'roster', version: slice.conversation.rosterVersion } as const]),
    ],
  }
}

/** Setting a role: admins. Needs the slice's roster, because what has no target always has an admin. */
export const decideSetRole = (
  slice: Facts,
  actor: UserId,
  { userId, role }: { readonly userId: UserId; readonly role: MemberFacts['role'] },
): Decision => {
  const me = managingAdmin(slice, actor)
  if ('refusal' in me) return me
  const other = slice.members.find((member) => member.userId === userId)
  if (other?.status !== 'active') return { refusal: notFound() }
  if (other.role === role) return { changes: [], guards: [] }
  if (role === 'member' && slice.roster?.admins === 1 && slice.conversation.target === null)
    return refuse('forbidden', 'there is always an admin', 'last_admin')
  return {
    changes: [{ type: 'member.role', userId, role }],
    guards: [...ownGuards(slice, me), { on: 'roster', version: slice.conversation.rosterVersion }],
  }
}
