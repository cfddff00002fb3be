import { utf8 } from '../model/encoding.ts'
import { uuidFromDigest } from '../model/ids.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { JoinPolicy, Visibility } from '../model/conversation.ts'
import { sha256 } from '../model/sha256.ts'
import type { Target } from '../model/target.ts'
import type { CreationDraft } from '../ports/store.ts'
import type { TargetDescription } from '../ports/targets.ts'
import { canonicalJson, contentHash } from './content-hash.ts'
import { limits } from './limits.ts'
import { wrongText } from './text.ts'

/** The id of the one room about a target: derived, so that every caller, and every node, arrives at the same one. */
export const roomId = ({ type, id }: Target): ConversationId => derived(['room', type, id])

/** The id of the one channel about a target, derived likewise. */
export const channelId = ({ type, id }: Target): ConversationId => derived(['channel', type, id])

const derived = (name: readonly string[]): ConversationId => uuidFromDigest(sha256(utf8(canonicalJson(name))))

/** What a room is opened with. */
export interface RoomStart {
  readonly title: string | null
  readonly visibility: Visibility
  readonly joinPolicy: JoinPolicy
}

/** The change that makes a room about nothing: whoever opens it is its first member and its admin. */
export const roomCreation = (actor: UserId, start: RoomStart): CreationDraft => ({
  type: 'conversation.created',
  kind: 'room',
  ...start,
  invitePolicy: 'admins',
  members: [{ userId: actor, role: 'admin' }],
  contentHash: contentHash({ verb: 'conversations.openRoom', ...start }),
})

/** The change that makes the room about a target: nobody is a member by it. */
export const targetRoomCreation = (target: Target, start: RoomStart): CreationDraft => ({
  type: 'conversation.created',
  kind: 'room',
  ...start,
  invitePolicy: 'admins',
  target,
  members: [],
  contentHash: contentHash(['conversations.openRoom', target.type, target.id]),
})

/** The title of a room that is given none: what its target is called, as far as that can be a title. */
export const titleAfter = (description: TargetDescription | null): string | null => {
  const name = Array.from(description?.name ?? '')
    .slice(0, limits.title)
    .join('')
  return wrongText(name, { characters: limits.title }) === null ? name : null
}

/** The change that makes the channel about a target: it has no members. */
export const channelCreation = (target: Target): CreationDraft => ({
  type: 'conversation.created',
  kind: 'channel',
  title: null,
  invitePolicy: 'admins',
  target,
  members: [],
  contentHash: contentHash(['conversations.openChannel', target.type, target.id]),
})
