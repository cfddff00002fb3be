import type { ConversationId } from '../model/ids.ts'
import type { ConversationImport, ImportDraft, MemberImport, MessageImport } from '../ports/import-draft.ts'
import type { Slice } from '../ports/store.ts'
import { contentHash } from './content-hash.ts'
import { directCreation } from './direct.ts'
import { batchFields, derivedId } from './import-input.ts'
import type { ReadConversation, ReadMessage } from './import-input.ts'
import { inputOf } from './input.ts'
import { channelCreation, targetRoomCreation } from './rooms.ts'
import { wordsOf } from './search-text.ts'

/**
 * Checks a batch, and completes it with all that the store keeps; `now` in milliseconds since 1970.
 * @throws invalid, naming each wrong place
 */
export const importDraft = (batch: unknown, now: number): ImportDraft => {
  const { conversations, members, messages, ...rest } = inputOf(batchFields(now))(batch)
  return {
    ...rest,
    conversations: conversations.map(conversationImport),
    // Who left has no role any more.
    members: members.map((member) => (member.left === null ? member : { ...member, role: 'member' })),
    messages: messages.map(messageImport),
  }
}

/** Of each conversation that members come to, and no admin among them, the first of these. */
export const firstToLead = ({ members }: ImportDraft): readonly MemberImport[] => {
  const leading = new Map<ConversationId, MemberImport>()
  for (const member of members) {
    const { conversationId, left, role } = member
    if (left === null && (role === 'admin' || !leading.has(conversationId))) leading.set(conversationId, member)
  }
  return [...leading.values()].filter(({ role }) => role === 'member')
}

/** Whether somebody has to manage a conversation that nobody is in yet: `slice` is null of what the batch itself makes. */
export const needsAdmin = (
  { conversations }: ImportDraft,
  { conversationId }: MemberImport,
  slice: Slice | null,
): boolean => {
  if (slice !== null) return slice.conversation.target === null && slice.conversation.memberCount === 0
  return conversations.some(({ id, target }) => id === conversationId && target === null)
}

const conversationImport = (item: ReadConversation): ConversationImport => {
  const { between: pair, ...given } = item
  const { kind, title, createdBy, createdAt, bySending } = given
  const settings = {
    visibility: given.visibility ?? 'private',
    joinPolicy: given.joinPolicy ?? 'closed',
    invitePolicy: given.invitePolicy ?? (kind === 'direct' || kind === 'group' ? 'members' : 'admins'),
  }
  const said = { import: 'conversation', kind, title, ...settings, createdBy, createdAt, bySending }
  const derived = derivedId(item) !== null
  return { ...given, ...settings, pair, derived, contentHash: nativeHash(item) ?? contentHash(said) }
}

/** What is found by what it is has the hash it gets from whoever opens it first, so that they are all answered with it. */
const nativeHash = ({ kind, target, between }: ReadConversation): string | null => {
  const [one = '', other = ''] = between ?? []
  if (kind === 'direct') return directCreation(one, other).contentHash
  if (target === null) return null
  if (kind === 'channel') return channelCreation(target).contentHash
  return targetRoomCreation(target, { title: null, visibility: 'public', joinPolicy: 'open' }).contentHash
}

const messageImport = (item: ReadMessage): MessageImport => {
  const { body } = item
  const kept: ReadMessage = body === null ? { ...item, mentions: [], editedAt: null } : item
  const { id, ...said } = kept
  return {
    ...kept,
    words: body === null ? null : wordsOf(body),
    contentHash: contentHash({ import: 'message', ...said }),
  }
}
