import { MsgError } from '../errors.ts'
import type { ConversationId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { AdvanceDraft, ChangeDraft, CommitItem, CommitOutcome, Stamp } from '../ports/store.ts'
import { claimSet, mayBeCanonical } from './canonical-sets.ts'
import { createConversation, emptyConversation, updateConversation } from './change-conversation.ts'
import { changeMessage } from './change-message.ts'
import type { MessageChange } from './change-message.ts'
import { holds } from './guards.ts'
import { readerOf } from './lens.ts'
import { changeMember, end, join } from './membership.ts'
import { clear, hide, mute } from './own-view.ts'
import { isPersonal, writePersonal } from './personal.ts'
import { advancedReader, marksOf } from './receipts.ts'
import { activeMembers, minuteOf, wideFrom } from './state.ts'
import type { ConversationLogRow, MemoryState } from './state.ts'
import { usedIdOf } from './used-ids.ts'
import type { Append, WriteContext } from './write-context.ts'
import { isComplete, writeMessage } from './write-message.ts'

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
  if (!item.changes.every((draft) => isComplete(state, { actor: item.actor, at }, draft))) return { status: 'stale' }
  if (existing === undefined && item.changes.every(isPersonal)) return commitPersonal(state, item, at)
  const creation = item.changes.find((draft) => draft.type === 'conversation.created')
  if (!mayBeCanonical(state, item, creation)) return { status: 'stale' }
  const row =
    existing ?? (creation && createConversation(state, creation, { id: item.conversationId, actor: item.actor, at }))
  if (row === undefined || row.deletedAt !== null) return { status: 'stale' }
  const write = writerOf(state, { row, actor: item.actor, at })
  const stamps = item.changes.map(write)
  claimSet(state, row)
  return { status: 'committed', at, stamps }
}

/** Writes the drafts of one item, one after the other. */
const writerOf = (state: MemoryState, context: WriteContext) => {
  const { row, actor, at } = context
  const append: Append = (entry, audience = 'members') => {
    state.log.push({ ...entry, conversation: row, conversationRevision: row.revision, actor, at, audience })
  }
  const shared = (type: ConversationLogRow['type'], about: string | null): Stamp => {
    append({ type, revision: row.revision, about })
    return { revision: row.revision }
  }
  const active = (): void => {
    row.activity = { minute: minuteOf(at), position: state.log.length }
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
        return advanceReceipt(context, draft, append)
      case 'message.hidden':
        return hide(context, draft.messageId, append)
      case 'inbox.cleared':
        return clear(context, draft.clearedSeq, append)
      case 'inbox.muted':
        return mute(context, draft.mutedUntil, append)
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
        for (const { userId, role } of draft.members) join(state, context, { userId, role })
        const stamp = shared(draft.type, null)
        active()
        return stamp
      }
      case 'conversation.updated':
        updateConversation(row, draft, at)
        return shared(draft.type, null)
      case 'conversation.deleted':
        emptyConversation(row, at)
        return shared(draft.type, null)
      case 'member.added':
        row.revision += 1
        join(state, context, draft)
        return shared(draft.type, draft.userId)
      case 'member.left':
      case 'member.removed':
        row.revision += 1
        end(context, draft)
        return shared(draft.type, draft.userId)
      case 'member.role':
        row.revision += 1
        changeMember(context, draft.userId, { role: draft.role })
        return shared(draft.type, draft.userId)
      case 'message.sent': {
        const { seq } = writeMessage(state, context, draft)
        const stamp = shared(draft.type, draft.id)
        active()
        return { ...stamp, seq }
      }
    }
  }
}

const advanceReceipt = ({ row, actor, at }: WriteContext, draft: AdvanceDraft, append: Append): Stamp => {
  const reader = readerOf(row, actor)
  const advanced = advancedReader(reader, draft, { last: row.messages.length, at })
  if (advanced !== null) {
    row.readers.set(actor, advanced)
    const own = activeMembers(row).length > wideFrom || row.members.get(actor)?.status !== 'active'
    append({ type: 'receipt.advanced', revision: null, about: actor }, own ? 'actor' : 'members')
  }
  return { revision: null, ...marksOf(advanced ?? reader) }
}
