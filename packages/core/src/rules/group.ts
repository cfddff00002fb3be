import type { InvitePolicy } from '../model/conversation.ts'
import type { UserId } from '../model/ids.ts'
import type { CreationDraft } from '../ports/store.ts'
import { contentHash } from './content-hash.ts'

/** What a group is started with. */
export interface GroupStart {
  readonly title: string | null
  /** The others, without the creator. */
  readonly userIds: readonly UserId[]
  readonly invitePolicy: InvitePolicy
}

/** The change that makes a group: its creator is its admin. */
export const groupCreation = (actor: UserId, start: GroupStart): CreationDraft => ({
  type: 'conversation.created',
  kind: 'group',
  title: start.title,
  invitePolicy: start.invitePolicy,
  members: [{ userId: actor, role: 'admin' }, ...start.userIds.map((userId) => ({ userId, role: 'member' as const }))],
  contentHash: contentHash({
    verb: 'conversations.startGroup',
    title: start.title,
    userIds: start.userIds.toSorted(),
    invitePolicy: start.invitePolicy,
  }),
})
