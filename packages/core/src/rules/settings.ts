import type { InvitePolicy, JoinPolicy, Visibility } from '../model/conversation.ts'
import type { Features } from '../model/features.ts'
import type { UserId } from '../model/ids.ts'
import type { ConversationFacts } from '../ports/store.ts'
import { activeMember, notFound, ownGuards, refuse, rightsOf, visibleMember } from './decision.ts'
import type { Decision, Facts, Party, Refused } from './decision.ts'
import { disabled, renaming } from './features.ts'
import { limits } from './limits.ts'
import { decideClear } from './own-view.ts'

/** What is to change of a group or a room. */
export interface SettingsUpdate {
  readonly title?: string | null
  readonly invitePolicy?: InvitePolicy
  readonly visibility?: Visibility
  readonly joinPolicy?: JoinPolicy
}

/** Who takes part in an open group or room, or moderates its target. */
const openParty = (slice: Facts, actor: UserId): Party | Refused => {
  const me = managing(slice, actor)
  if ('refusal' in me) return me
  const { kind, closed } = slice.conversation
  if (kind === 'direct') return refuse('forbidden', 'a direct is what it is', kind)
  if (kind === 'channel') return refuse('forbidden', 'a channel is what its target makes it', kind)
  return closed ? refuse('forbidden', 'the conversation is closed', 'closed') : me
}

/** Deleting a group or a room, for everybody: admins, also of what is closed. Of a direct, one's own view is cleared. */
export const decideDelete = (slice: Facts, actor: UserId): Decision => {
  const me = managing(slice, actor)
  if ('refusal' in me) return me
  const { kind } = slice.conversation
  if (kind === 'direct' && me.status === 'active') return decideClear(slice, actor, limits.seq)
  if (kind === 'direct' || kind === 'channel') return refuse('forbidden', 'this is not deleted', kind)
  if (me.role !== 'admin') return refuse('forbidden', 'only admins do this', 'admins_only')
  return { changes: [{ type: 'conversation.deleted' }], guards: ownGuards(slice, me) }
}

/** Who manages, or takes part at least: a channel has only readers, who are told why they cannot. */
const managing = (slice: Facts, actor: UserId): Party | Refused => {
  if (!rightsOf(slice).moderate && slice.conversation.kind !== 'channel') return activeMember(slice, actor)
  return visibleMember(slice, actor) ?? { refusal: notFound() }
}

/** An admin of an open group or room, or who moderates its target: who may change what it is and who is in it. */
export const managingAdmin = (slice: Facts, actor: UserId): Party | Refused => {
  const me = openParty(slice, actor)
  return 'refusal' in me || me.role === 'admin' ? me : refuse('forbidden', 'only admins do this', 'admins_only')
}

/**
 * Changing a group's title or who may invite, a room's title or who may read and join it: admins, the title whoever the host
 * lets. What is so already is no change.
 */
export const decideUpdate = (
  slice: Facts,
  actor: UserId,
  { update, features }: { readonly update: SettingsUpdate; readonly features: Features },
): Decision => {
  const { kind } = slice.conversation
  const who = renaming(features, kind)
  const { title, ...rest } = update
  const titleOnly = Object.keys(rest).length === 0
  const me = titleOnly && who === 'members' ? openParty(slice, actor) : managingAdmin(slice, actor)
  if ('refusal' in me) return me
  if (title !== undefined && who === 'nobody') return disabled(kind === 'room' ? 'renamingRooms' : 'renamingGroups')
  if (kind === 'group' && (update.visibility ?? update.joinPolicy) !== undefined)
    return refuse('forbidden', 'a group is private, and joined by invitation', kind)
  if (kind === 'room' && update.invitePolicy !== undefined)
    return refuse('forbidden', 'into a room its admins invite', kind)
  if (isSo(slice.conversation, update)) return { changes: [], guards: [] }
  return { changes: [{ type: 'conversation.updated', ...update }], guards: ownGuards(slice, me) }
}

const isSo = (facts: ConversationFacts, update: SettingsUpdate): boolean =>
  settings.every((name) => update[name] === undefined || update[name] === facts[name])

const settings = ['title', 'invitePolicy', 'visibility', 'joinPolicy'] as const
