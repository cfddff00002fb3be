import { utf8 } from '../model/encoding.ts'
import { uuidFromDigest } from '../model/ids.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import { sha256 } from '../model/sha256.ts'
import type { CreationDraft } from '../ports/store.ts'
import { canonicalJson, contentHash } from './content-hash.ts'

/** The id of the one direct of two users: derived, so that both, and every node, arrive at the same one. */
export const directId = (one: UserId, other: UserId): ConversationId =>
  uuidFromDigest(sha256(utf8(canonicalJson(['direct', ...[one, other].toSorted()]))))

/** The change that makes a direct. */
export const directCreation = (actor: UserId, other: UserId): CreationDraft => ({
  type: 'conversation.created',
  kind: 'direct',
  title: null,
  invitePolicy: 'members',
  members: [
    { userId: actor, role: 'member' },
    { userId: other, role: 'member' },
  ],
  contentHash: contentHash(['conversations.startDirect', ...[actor, other].toSorted()]),
})
