import { MsgError } from '../errors.ts'
import type { Attachment } from '../model/attachment.ts'
import type { ConversationId, Timestamp, UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  AdvanceDraft,
  ChangeDraft,
  CommitItem,
  CommitOutcome,
  CreationDraft,
  Guard,
  Stamp,
  UsedId,
} from '../ports/store.ts'
import { stateOf } from './as-of.ts'
import { attach, isWaiting } from './attachments.ts'
import { blocksAmong } from './blocks.ts'
import { claimSet, mayBeCanonical } from './canonical-sets.ts'
import { changeMessage, purge } from './change-message.ts'
import type { MessageChange } from './change-message.ts'
import { readerOf } from './lens.ts'
import { messageAsOf } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { clear, hide, mute } from './own-view.ts'
import type { Append, Target } from './own-view.ts'
import { isPersonal, writePersonal } from './personal.ts'
import { advancedReader, marksOf } from './receipts.ts'
import { activeMembers, wideFrom } from './state.ts'
import type { ConversationLogRow, ConversationRow, MemberRow, MemoryState } from './state.ts'

/** Commits one item: everything is checked before anything is written, and nothing awaits in between. */
export const commitItem = (state: MemoryState, clock: Clock, item: CommitItem): CommitOutcome => {
  const at = new Date(clock.now()).toISOString()
  const { conversationId } = item
  return conversationId === null ? commitPersonal(state, item, at) : commitIn(state, { ...item, conversationId }, at)
}

/** What happens in no conversation stands under no guard. */
const commitPersonal = (state: MemoryState, { actor, changes }: CommitItem, at: string): CommitOutcome => {
  const drafts = changes.filter(isPersonal)
  if (drafts.length < changes.length)
    return { status: 'failed', error: new MsgError('unavailable', 'this change needs a conversation') }
  return { status: 'committed', at, stamps: drafts.map((draft) => writePersonal(state, draft, { actor, at })) }
}

interface ConversationItem extends CommitItem {
  readonly conversationId: ConversationId
}

const commitIn = (state: MemoryState, item: ConversationItem, at: string): CommitOutcome => {
  const used = usedIdOf(state, item)
  if (used !== null) return { status: 'duplicate', used }
  const existing = state.conversations.get(item.conversationId)
  if (!item.guards.every((guard) => holds(state, { row: existing, actor: item.actor }, guard)))
    return { status: 'stale' }
  if (!item.changes.every((draft) => isComplete(state, item.actor, draft))) return { status: 'stale' }
  if (existing === undefined && item.changes.every(isPersonal)) return commitPersonal(state, item, at)
  const creation = item.changes.find((draft) => draft.type === 'conversation.created')
  if (!mayBeCanonical(state, item, creation)) return { status: 'stale' }
  const row = existing ?? (creation && created(state, item, { creation, at }))
  if (row === undefined || row.deletedAt !== null) return { status: 'stale' }
  const write = writerOf(state, { row, actor: item.actor, at })
  const stamps = item.changes.map(write)
  claimSet(state, row)
  return { status: 'committed', at, stamps }
}

const usedIdOf = (state: MemoryState, item: ConversationItem): UsedId | null => {
  for (const draft of item.changes) {
    const used =
      draft.type === 'message.sent'
        ? findUsedId(state, 'message', draft.id)
        : draft.type === 'conversation.created'
          ? (findUsedId(state, 'conversation', item.conversationId) ?? usedTarget(state, draft))
          : null
    if (used !== null) return used
  }
  return null
}

/** Who used an id. */
export const findUsedId = (state: MemoryState, kind: 'message' | 'conversation', id: string): UsedId | null => {
  if (kind === 'message') {
    const row = state.messages.get(id)
    if (row === undefined) return null
    const { conversationId, authorId, contentHash } = row
    const gone = row.purged || contentHash === ''
    return { conversationId, authorId, contentHash, gone, message: gone ? null : messageAsOf(row) }
  }
  const row = state.conversations.get(id)
  return row === undefined ? null : usedConversation(row)
}

const usedConversation = ({ id, createdBy, contentHash, deletedAt }: ConversationRow): UsedId => ({
  conversationId: id,
  authorId: createdBy,
  contentHash,
  gone: deletedAt !== null,
  message: null,
})

/** The room, or the channel, that a target has already. */
const usedTarget = ({ conversations }: MemoryState, { kind, target }: CreationDraft): UsedId | null => {
  if (target === undefined) return null
  const row = [...conversations.values()].find(
    (other) => other.kind === kind && other.target?.type === target.type && other.target.id === target.id,
  )
  return row === undefined ? null : usedConversation(row)
}

interface Guarded {
  readonly row: ConversationRow | undefined
  readonly actor: UserId
}

const holds = (state: MemoryState, { row, actor }: Guarded, guard: Guard): boolean => {
  switch (guard.on) {
    case 'settings':
      return (row?.settingsVersion ?? 0) === guard.version
    case 'roster':
      return (row?.rosterVersion ?? 0) === guard.version
    case 'member':
      return (row?.members.get(guard.userId)?.version ?? 0) === guard.version
    case 'blocks':
      return blocksAmong(state, actor, [guard.userId]).length === guard.version
    case 'message':
      return row?.messages.find(({ id }) => id === guard.messageId)?.version === guard.version
  }
}

const created = (
  state: MemoryState,
  item: ConversationItem,
  { creation, at }: { creation: CreationDraft; at: string },
): ConversationRow => {
  const row: ConversationRow = {
    id: item.conversationId,
    kind: creation.kind,
    title: creation.title,
    createdBy: item.actor,
    createdAt: at,
    invitePolicy: creation.invitePolicy,
    visibility: creation.visibility ?? 'private',
    joinPolicy: creation.joinPolicy ?? 'closed',
    target: creation.target ?? null,
    contentHash: creation.contentHash,
    bySending: creation.bySending === true,
    setKey: null,
    closedAt: null,
    deletedAt: null,
    revision: 0,
    stateRevision: 1,
    settingsVersion: 1,
    rosterVersion: 1,
    joins: 0,
    activity: { minute: 0, position: 0 },
    members: new Map(),
    pastMembers: [],
    pastStates: [],
    readers: new Map(),
    messages: [],
  }
  state.conversations.set(row.id, row)
  return row
}

/** Writes the drafts of one item, one after the other. */
const writerOf = (state: MemoryState, target: Target) => {
  const { row, actor, at } = target
  const append = (
    entry: Pick<ConversationLogRow, 'type' | 'revision' | 'about'>,
    audience: ConversationLogRow['audience'] = 'members',
  ): void => {
    state.log.push({ ...entry, conversation: row, conversationRevision: row.revision, actor, at, audience })
  }
  const shared = (type: ConversationLogRow['type'], about: string | null): Stamp => {
    append({ type, revision: row.revision, about })
    return { revision: row.revision }
  }
  const active = (): void => {
    row.activity = { minute: Math.floor(Date.parse(at) / 60_000), position: state.log.length }
  }
  const onMessage = (draft: MessageChange): Stamp => {
    const message = state.messages.get(draft.messageId)
    if (message === undefined || !changeMessage(message, draft, { actor, at, revision: row.revision + 1 }))
      return { revision: null }
    row.revision += 1
    message.revision = row.revision
    return shared(draft.type, draft.messageId)
  }
  return (draft: ChangeDraft): Stamp => {
    switch (draft.type) {
      case 'receipt.advanced':
        return advanceReceipt(target, draft, append)
      case 'message.hidden':
        return hide(target, draft.messageId, append)
      case 'inbox.cleared':
        return clear(target, draft.clearedSeq, append)
      case 'inbox.muted':
        return mute(target, draft.mutedUntil, append)
      case 'message.edited':
      case 'message.retracted':
      case 'message.purged':
      case 'message.pinned':
      case 'message.unpinned':
      case 'reaction.added':
      case 'reaction.removed':
        return onMessage(draft)
      case 'session.revoked':
      case 'user.blocked':
      case 'user.unblocked':
        return writePersonal(state, draft, { actor, at, conversation: row })
      case 'conversation.created': {
        row.revision += 1
        for (const { userId, role } of draft.members) join(state, target, { userId, role })
        const stamp = shared(draft.type, null)
        active()
        return stamp
      }
      case 'conversation.updated':
        row.revision += 1
        row.pastStates.push(stateOf(row))
        if (draft.closed === true) row.closedAt = at
        if (draft.title !== undefined) row.title = draft.title
        if (draft.invitePolicy !== undefined) row.invitePolicy = draft.invitePolicy
        if (draft.visibility !== undefined) row.visibility = draft.visibility
        if (draft.joinPolicy !== undefined) row.joinPolicy = draft.joinPolicy
        row.stateRevision = row.revision
        row.settingsVersion += 1
        return shared(draft.type, null)
      case 'conversation.deleted':
        emptyConversation(row, at)
        return shared(draft.type, null)
      case 'member.added':
        row.revision += 1
        join(state, target, draft)
        return shared(draft.type, draft.userId)
      case 'member.left':
      case 'member.removed':
        row.revision += 1
        end(target, draft)
        return shared(draft.type, draft.userId)
      case 'member.role':
        row.revision += 1
        update(target, draft.userId, { role: draft.role })
        return shared(draft.type, draft.userId)
      case 'message.sent': {
        row.revision += 1
        const seq = row.messages.length + 1
        const message = newMessage(target, { draft, seq, attachments: waitingIn(state, draft) })
        attach(state, message, draft.attachments)
        row.messages.push(message)
        state.messages.set(draft.id, message)
        reply(target)
        const stamp = shared(draft.type, draft.id)
        active()
        return { ...stamp, seq }
      }
    }
  }
}

/** Whether everything a message is to carry waits for it. */
const isComplete = (state: MemoryState, actor: UserId, draft: ChangeDraft): boolean =>
  draft.type !== 'message.sent' || (draft.attachments ?? []).every((id) => isWaiting(state, actor, id))

/** Deletes a conversation: a revision of it, and the last. */
export const emptyConversation = (row: ConversationRow, at: Timestamp): void => {
  row.revision += 1
  row.deletedAt = at
  row.title = null
  row.pastStates.length = 0
  row.settingsVersion += 1
  for (const message of row.messages) purge(message)
}

type MessageSent = Extract<ChangeDraft, { type: 'message.sent' }>

/** A message about to be written. */
interface Sending {
  readonly draft: MessageSent
  readonly seq: number
  readonly attachments: readonly Attachment[]
}

const waitingIn = ({ attachments }: MemoryState, draft: MessageSent): readonly Attachment[] =>
  (draft.attachments ?? []).flatMap((id) => attachments.get(id)?.attachment ?? [])

const newMessage = ({ row, actor, at }: Target, { draft, seq, attachments }: Sending): MessageRow => ({
  id: draft.id,
  conversationId: row.id,
  seq,
  authorId: actor,
  verb: draft.verb,
  replyTo: draft.replyTo,
  attachments,
  createdAt: at,
  contentHash: draft.contentHash,
  texts: [
    { body: draft.body, mentions: draft.mentions, words: draft.words, at, revision: row.revision, edited: false },
  ],
  retractedAt: null,
  purged: false,
  reactions: [],
  pin: null,
  revision: row.revision,
  version: 1,
})

const join = (state: MemoryState, { row, at }: Target, who: { userId: UserId; role: MemberRow['role'] }): void => {
  const earlier = row.members.get(who.userId)
  if (earlier !== undefined) row.pastMembers.push(earlier)
  row.joins += 1
  row.rosterVersion += 1
  row.members.set(who.userId, {
    conversationId: row.id,
    userId: who.userId,
    role: who.role,
    status: 'active',
    joinedAt: at,
    joinedSeq: row.messages.length,
    joinedRevision: row.revision,
    endedAt: null,
    endedSeq: null,
    endedRevision: null,
    revision: row.revision,
    ordinal: row.joins,
    version: (earlier?.version ?? 0) + 1,
  })
  state.conversationsOf.set(who.userId, (state.conversationsOf.get(who.userId) ?? new Set()).add(row))
}

/** Ends a membership; that of somebody who left keeps the end it had. */
const end = (
  target: Target,
  { type, userId }: { readonly type: 'member.left' | 'member.removed'; readonly userId: UserId },
): void => {
  const { row, at } = target
  const status = type === 'member.left' ? 'left' : 'removed'
  const leaving = row.members.get(userId)?.status === 'active'
  update(target, userId, {
    status,
    role: 'member',
    ...(leaving ? { endedAt: at, endedSeq: row.messages.length, endedRevision: row.revision } : {}),
  })
}

const update = ({ row }: Target, userId: UserId, changed: Partial<MemberRow>): void => {
  const member = row.members.get(userId)
  if (member === undefined) return
  row.rosterVersion += 1
  row.pastMembers.push(member)
  row.members.set(userId, { ...member, ...changed, revision: row.revision, version: member.version + 1 })
}

const advanceReceipt = ({ row, actor, at }: Target, draft: AdvanceDraft, append: Append): Stamp => {
  const reader = readerOf(row, actor)
  const advanced = advancedReader(reader, draft, { last: row.messages.length, at })
  if (advanced !== null) {
    row.readers.set(actor, advanced)
    const own = activeMembers(row).length > wideFrom || row.members.get(actor)?.status !== 'active'
    append({ type: 'receipt.advanced', revision: null, about: actor }, own ? 'actor' : 'members')
  }
  return { revision: null, ...marksOf(advanced ?? reader) }
}

/** Notes that the actor wrote here, once a minute. */
const reply = ({ row, actor, at }: Target): void => {
  const reader = readerOf(row, actor)
  if (reader.repliedAt === null || reader.repliedAt.slice(0, minuteLength) < at.slice(0, minuteLength))
    row.readers.set(actor, { ...reader, repliedAt: at })
}

const minuteLength = '2026-11-20T09:04'.length
