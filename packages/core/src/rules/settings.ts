import type { InvitePolicy } from '../model/conversation.ts'
import type { UserId } from '../model/ids.ts'
import type { MemberFacts, Slice } from '../ports/store.ts'
import { activeMember, ownGuards, refuse } from './decision.ts'
import type { Decision, Refused } from './decision.ts'

/** What is to change of a group. */
export interface SettingsUpdate {
  readonly title?: string | null
  readonly invitePolicy?: InvitePolicy
}

/** An admin of an open group: who may change what it is and who is in it. */
export const managingAdmin = (slice: Slice, actor: UserId): MemberFacts | Refused => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  if (slice.conversation.kind === 'direct') return refuse('forbidden', 'a direct is what it is', 'direct')
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  return me.role === 'admin' ? me : refuse('forbidden', 'only admins do this', 'admins_only')
}

/** Changing a group's title or who may invite: admins. What is so already is no change, so that a repeat makes none. */
export const decideUpdate = (slice: Slice, actor: UserId, update: SettingsUpdate): Decision => {
  const me = managingAdmin(slice, actor)
  if ('refusal' in me) return me
  const { title = slice.conversation.title, invitePolicy = slice.conversation.invitePolicy } = update
  if (title === slice.conversation.title && invitePolicy === slice.conversation.invitePolicy)
    return { changes: [], guards: [] }
  return { changes: [{ type: 'conversation.updated', ...update }], guards: ownGuards(slice, me) }
}
