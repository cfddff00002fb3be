import type { InvitePolicy } from '../model/conversation.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
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

/** Who is to talk together besides the two of a direct. */
export interface DirectExtension {
  readonly conversationId: ConversationId
  readonly partner: UserId
  readonly newcomers: readonly UserId[]
}

/** The change that answers an invitation into a direct: another group, of both and the newcomers, without its history. */
export const directExtension = (
  actor: UserId,
  { conversationId, partner, newcomers }: DirectExtension,
): CreationDraft => ({
  ...groupCreation(actor, { title: null, userIds: [partner, ...newcomers], invitePolicy: 'members' }),
  contentHash: contentHash({ verb: 'members.add', conversationId, userIds: newcomers.toSorted() }),
})
