import type { InvitePolicy } from '../model/conversation.ts'
import type { Features } from '../model/features.ts'
import type { UserId } from '../model/ids.ts'
import type { MemberFacts, Slice } from '../ports/store.ts'
import { activeMember, ownGuards, refuse } from './decision.ts'
import type { Decision, Refused } from './decision.ts'
import { disabled } from './features.ts'

/** What is to change of a group. */
export interface SettingsUpdate {
  readonly title?: string | null
  readonly invitePolicy?: InvitePolicy
}

/** An active member of an open group. */
const openMember = (slice: Slice, actor: UserId): MemberFacts | Refused => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  if (slice.conversation.kind === 'direct') return refuse('forbidden', 'a direct is what it is', 'direct')
  return slice.conversation.closed ? refuse('forbidden', 'the conversation is closed', 'closed') : me
}

const adminsOnly = (): Refused => refuse('forbidden', 'only admins do this', 'admins_only')

/** An admin of an open group: who may change what it is and who is in it. */
export const managingAdmin = (slice: Slice, actor: UserId): MemberFacts | Refused => {
  const me = openMember(slice, actor)
  return 'refusal' in me || me.role === 'admin' ? me : adminsOnly()
}

/** Changing a group: its title whoever the host lets, the rest admins. */
export const decideUpdate = (
  slice: Slice,
  actor: UserId,
  { update, features }: { readonly update: SettingsUpdate; readonly features: Features },
): Decision => {
  const me = openMember(slice, actor)
  if ('refusal' in me) return me
  const { title, ...settings } = update
  if (me.role !== 'admin' && (Object.keys(settings).length > 0 || features.renamingGroups !== 'members'))
    return adminsOnly()
  if (title !== undefined && features.renamingGroups === 'nobody') return disabled('renamingGroups')
  const { title: newTitle = slice.conversation.title, invitePolicy = slice.conversation.invitePolicy } = update
  if (newTitle === slice.conversation.title && invitePolicy === slice.conversation.invitePolicy)
    return { changes: [], guards: [] }
  return { changes: [{ type: 'conversation.updated', ...update }], guards: ownGuards(slice, me) }
}
