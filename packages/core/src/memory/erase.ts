import type { UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { ErasureStep } from '../ports/accounts.ts'
import { stateOf } from './as-of.ts'
import { changeMessage } from './change-message.ts'
import { emptyConversation } from './change-conversation.ts'
import type { MessageRow } from './message-row.ts'
import type { ConversationRow, LogRow, MemberRow, MemoryState } from './state.ts'
import { abandonAll } from './attachments.ts'
import { dropTickets } from './tickets.ts'

/** Who goes, and what stands in their place. */
interface Replaced {
  readonly userId: UserId
  readonly tombstone: UserId
}

/** Notes an erasure; one under way keeps its tombstone. */
export const beginErasure = ({ erasures }: MemoryState, { userId, tombstone }: Replaced): UserId => {
  const begun = erasures.get(userId) ?? tombstone
  erasures.set(userId, begun)
  return begun
}

/** One step: some messages of one conversation, or all else of it, or what is left when no conversation names them. */
export const eraseStep = (
  state: MemoryState,
  clock: Clock,
  { userId, limit }: { readonly userId: UserId; readonly limit: number },
): ErasureStep => {
  const tombstone = state.erasures.get(userId)
  if (tombstone === undefined) return 'done'
  const row = [...state.conversations.values()].find((candidate) => isNamed(candidate, userId))
  if (row !== undefined) {
    if (goesOn(row, userId)) return { leave: row.id }
    eraseIn(state, row, { userId, tombstone, limit, at: new Date(clock.now()).toISOString() })
    return 'more'
  }
  for (const [index, logged] of state.log.entries()) state.log[index] = renamedLog(logged, { userId, tombstone })
  state.blocks = state.blocks.filter(({ blocker, blocked }) => blocker !== userId && blocked !== userId)
  dropTickets(state, userId)
  abandonAll(state, userId)
  state.conversationsOf.delete(userId)
  state.erasures.delete(userId)
  return 'done'
}

/** Whether it is for the rules to end a membership first. */
const goesOn = ({ kind, deletedAt, members }: ConversationRow, userId: UserId): boolean =>
  kind !== 'direct' && deletedAt === null && members.get(userId)?.status === 'active'

const isNamed = (row: ConversationRow, userId: UserId): boolean =>
  isKnown(row, userId) || row.messages.some((message) => message.authorId === userId || isIn(message, userId))

/** Whether they are named beside the messages. */
const isKnown = (row: ConversationRow, userId: UserId): boolean =>
  row.createdBy === userId ||
  row.readers.has(userId) ||
  row.members.has(userId) ||
  isAbout(row, userId) ||
  row.pastMembers.some((member) => member.userId === userId)

const isAbout = ({ target }: ConversationRow, userId: UserId): boolean =>
  target?.type === 'user' && target.id === userId

const isIn = ({ texts, reactions, pin }: MessageRow, userId: UserId): boolean =>
  pin?.by === userId ||
  reactions.some((reaction) => reaction.userId === userId) ||
  texts.some(({ mentions }) => mentions.includes(userId))

interface Erasing extends Replaced {
  readonly limit: number
  readonly at: string
}

const eraseIn = (state: MemoryState, row: ConversationRow, erasing: Erasing): void => {
  const { userId, tombstone, limit, at } = erasing
  if (isKnown(row, userId)) eraseStanding(state, row, erasing)
  const own = row.messages.filter(({ authorId }) => authorId === userId)
  for (const message of own.slice(0, limit)) eraseMessage(state, { row, message, tombstone, at })
  if (own.length > limit) return
  for (const message of row.messages) if (isIn(message, userId)) renameIn(message, erasing)
  if (row.deletedAt !== null || !isNamed(row, tombstone)) return
  row.pastStates.push(stateOf(row))
  row.revision += 1
  row.stateRevision = row.revision
  state.log.push(logged(row, { type: 'user.erased', about: tombstone, tombstone, at }))
}

const eraseStanding = (state: MemoryState, row: ConversationRow, { userId, tombstone, at }: Erasing): void => {
  const about = isAbout(row, userId)
  if (row.createdBy === userId) row.contentHash = ''
  row.createdBy = replaced(row.createdBy, { userId, tombstone })
  for (const [index, past] of row.pastStates.entries())
    row.pastStates[index] = { ...past, createdBy: replaced(past.createdBy, { userId, tombstone }) }
  eraseMember(state, row, { userId, tombstone })
  row.readers.delete(userId)
  row.rosterVersion += 1
  row.settingsVersion += 1
  if (row.kind === 'direct') row.closedAt ??= at
  if (about) row.target = { type: 'user', id: tombstone }
  if (!about || row.kind !== 'channel' || row.deletedAt !== null) return
  emptyConversation(row, at)
  state.log.push(logged(row, { type: 'conversation.deleted', about: null, tombstone, at }))
}

const eraseMember = (state: MemoryState, row: ConversationRow, { userId, tombstone }: Replaced): void => {
  for (const [index, past] of row.pastMembers.entries())
    row.pastMembers[index] = { ...past, userId: replaced(past.userId, { userId, tombstone }) }
  const member = row.members.get(userId)
  if (member === undefined) return
  const before = row.members.get(tombstone)
  if (before !== undefined) row.pastMembers.push(before)
  const after: MemberRow = { ...member, userId: tombstone, version: member.version + 1 }
  row.members.delete(userId)
  row.members.set(tombstone, after)
  state.conversationsOf.get(userId)?.delete(row)
  state.conversationsOf.set(tombstone, (state.conversationsOf.get(tombstone) ?? new Set()).add(row))
}

interface Emptied extends Pick<Erasing, 'tombstone' | 'at'> {
  readonly row: ConversationRow
  readonly message: MessageRow
}

const eraseMessage = (state: MemoryState, { row, message, tombstone, at }: Emptied): void => {
  message.authorId = tombstone
  message.contentHash = ''
  if (message.purged || row.deletedAt !== null) return
  const since = message.retractedAt ?? at
  row.revision += 1
  const stroke = { actor: tombstone, at: since, revision: row.revision }
  changeMessage(message, { type: 'message.retracted', messageId: message.id }, stroke)
  message.revision = row.revision
  state.log.push(logged(row, { type: 'message.retracted', about: message.id, tombstone, at }))
}

const renameIn = (message: MessageRow, who: Replaced): void => {
  message.texts = message.texts.map((text) => ({ ...text, mentions: text.mentions.map((id) => replaced(id, who)) }))
  message.pin = message.pin && { ...message.pin, by: replaced(message.pin.by, who) }
  const both = message.reactions.filter(({ userId }) => userId === who.tombstone).map(({ emoji }) => emoji)
  message.reactions = message.reactions
    .filter(({ userId, emoji }) => userId !== who.userId || !both.includes(emoji))
    .map((given) => ({ ...given, userId: replaced(given.userId, who) }))
}

const replaced = (id: UserId, { userId, tombstone }: Replaced): UserId => (id === userId ? tombstone : id)

interface Notice extends Pick<Erasing, 'tombstone' | 'at'> {
  readonly type: 'message.retracted' | 'user.erased' | 'conversation.deleted'
  readonly about: string | null
}

const logged = (conversation: ConversationRow, { type, about, tombstone, at }: Notice): LogRow => {
  const { revision } = conversation
  return {
    type,
    conversation,
    about,
    actor: tombstone,
    at,
    revision,
    conversationRevision: revision,
    audience: 'members',
  }
}

const renamedLog = (row: LogRow, who: Replaced): LogRow => {
  const actor = replaced(row.actor, who)
  return row.audience === 'owner'
    ? { ...row, actor, owner: replaced(row.owner, who), about: replaced(row.about, who) }
    : { ...row, actor, about: row.about === null ? null : replaced(row.about, who) }
}
