import type { UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import { changeMessage } from './change-message.ts'
import type { MessageRow } from './message-row.ts'
import type { ConversationRow, LogRow, MemberRow, MemoryState } from './state.ts'

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

/** One step: some messages of one conversation, or all else of it, or what is left when there is no such conversation. */
export const eraseStep = (state: MemoryState, clock: Clock, step: { userId: UserId; limit: number }): boolean => {
  const { userId, limit } = step
  const tombstone = state.erasures.get(userId)
  if (tombstone === undefined) return true
  const who = { userId, tombstone }
  const row = [...state.conversations.values()].find((candidate) => hasTrace(candidate, userId))
  if (row !== undefined) {
    eraseIn(state, row, { ...who, limit, at: new Date(clock.now()).toISOString() })
    return false
  }
  for (const [index, logged] of state.log.entries()) state.log[index] = renamedLog(logged, who)
  state.blocks = state.blocks.filter(({ blocker, blocked }) => blocker !== userId && blocked !== userId)
  if ([...(state.conversationsOf.get(userId) ?? [])].some(({ members }) => members.has(userId))) return false
  state.conversationsOf.delete(userId)
  state.erasures.delete(userId)
  return true
}

const goesOn = ({ kind }: ConversationRow, member: MemberRow | undefined): boolean =>
  member?.status === 'active' && kind !== 'direct'

const hasTrace = (row: ConversationRow, userId: UserId): boolean =>
  row.createdBy === userId ||
  row.readers.has(userId) ||
  (row.members.has(userId) && !goesOn(row, row.members.get(userId))) ||
  row.pastMembers.some((member) => member.userId === userId) ||
  row.messages.some((message) => message.authorId === userId || names(message, userId))

const names = ({ texts, reactions, pin }: MessageRow, userId: UserId): boolean =>
  pin?.by === userId ||
  reactions.some((reaction) => reaction.userId === userId) ||
  texts.some(({ mentions }) => mentions.includes(userId))

interface Erasing extends Replaced {
  readonly limit: number
  readonly at: string
}

const eraseIn = (state: MemoryState, row: ConversationRow, { userId, tombstone, limit, at }: Erasing): void => {
  const log = (type: 'message.retracted' | 'user.erased', about: string): void => {
    const stamp = { revision: row.revision, conversationRevision: row.revision, actor: tombstone, at }
    state.log.push({ type, conversation: row, about, audience: 'members', ...stamp })
  }
  const own = row.messages.filter(({ authorId }) => authorId === userId)
  for (const message of own.slice(0, limit)) {
    row.revision += 1
    const { retractedAt } = message
    changeMessage(message, { type: 'message.retracted', messageId: message.id }, { actor: tombstone, at, revision: 0 })
    message.retractedAt = retractedAt ?? at
    message.authorId = tombstone
    message.contentHash = ''
    message.revision = row.revision
    log('message.retracted', message.id)
  }
  if (own.length > limit) return
  renameIn(row, { userId, tombstone })
  if (row.members.has(tombstone)) {
    row.rosterVersion += 1
    state.conversationsOf.set(tombstone, (state.conversationsOf.get(tombstone) ?? new Set()).add(row))
  }
  row.revision += 1
  log('user.erased', tombstone)
}

const renameIn = (row: ConversationRow, who: Replaced): void => {
  const { userId, tombstone } = who
  const renamed = (id: UserId): UserId => (id === userId ? tombstone : id)
  row.createdBy = renamed(row.createdBy)
  for (const message of row.messages) {
    if (!names(message, userId)) continue
    message.texts = message.texts.map((text) => ({ ...text, mentions: text.mentions.map(renamed) }))
    message.reactions = message.reactions.map((given) => ({ ...given, userId: renamed(given.userId) }))
    message.pin = message.pin && { ...message.pin, by: renamed(message.pin.by) }
  }
  for (const [index, member] of row.pastMembers.entries())
    row.pastMembers[index] = { ...member, userId: renamed(member.userId) }
  const member = row.members.get(userId)
  if (member !== undefined && !goesOn(row, member)) {
    row.members.delete(userId)
    row.members.set(tombstone, { ...member, userId: tombstone, version: member.version + 1 })
  }
  row.readers.delete(userId)
}

const renamedLog = (logged: LogRow, { userId, tombstone }: Replaced): LogRow => {
  const renamed = <Id extends string | null>(id: Id): Id | UserId => (id === userId ? tombstone : id)
  const actor = renamed(logged.actor)
  return logged.audience === 'owner'
    ? { ...logged, actor, owner: renamed(logged.owner), about: renamed(logged.about) }
    : { ...logged, actor, about: renamed(logged.about) }
}
