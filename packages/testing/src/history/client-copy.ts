import type { Change, ConversationState, Member, Message, Session } from '@msg/core'
import { allInbox, allMembers, allMessages } from './read-all.ts'

/** What a client shows, kept up to date from changes alone. */
export interface ClientCopy {
  readonly session: Session
  readonly conversations: Map<string, CopiedConversation>
}

/** One conversation of it. */
export interface CopiedConversation {
  state: ConversationState
  readonly members: Map<string, Member>
  readonly messages: Map<string, Message>
  /** Where each known reader is. */
  readonly reads: Map<string, number>
}

/** Everything a user sees now. Take the cursor first. */
export const copyOf = async (session: Session): Promise<ClientCopy> => {
  const copy: ClientCopy = { session, conversations: new Map() }
  for (const { id } of await allInbox(session)) await load(copy, id)
  return copy
}

const load = async ({ session, conversations }: ClientCopy, conversationId: string): Promise<void> => {
  const { memberCount, memberIds, lastSeq, lastMessage, me, ...state } = await session.conversations.get({
    conversationId,
  })
  const members = await allMembers(session, conversationId)
  const messages = await allMessages(session, conversationId)
  conversations.set(conversationId, {
    state,
    members: new Map(members.map((member) => [member.userId, member])),
    messages: new Map(messages.map((message) => [message.id, message])),
    reads: new Map([[session.me, me.readSeq]]),
  })
}

/** Takes changes in, as the guide says: keep the higher revision; `member.added` naming me means: load. */
export const applyChanges = async (copy: ClientCopy, changes: readonly Change[]): Promise<void> => {
  for (const change of changes) await applyChange(copy, change)
}

const unannounced: ReadonlySet<Change['type']> = new Set([
  'message.hidden',
  'inbox.cleared',
  'inbox.muted',
  'receipt.advanced',
  'member.removed',
  'conversation.deleted',
])

const applyChange = async (copy: ClientCopy, change: Change): Promise<void> => {
  const { conversationId, type, subject } = change
  if (conversationId === null) return
  // What follows tells what became of it.
  if (subject === 'gone') return
  if (type === 'conversation.created' || type === 'conversation.imported') return load(copy, conversationId)
  if (type === 'member.added' && subject.userId === copy.session.me) return load(copy, conversationId)
  const known = copy.conversations.get(conversationId)
  // What I am not in is not in the copy: what I do for myself there, or my removal from it, changes nothing in it; what was
  // deleted before I knew of it neither.
  if (known === undefined && unannounced.has(type)) return
  if (known === undefined) throw new Error(`${type} ${change.revision} of a conversation that was never announced`)
  switch (type) {
    case 'conversation.updated':
      if (subject.revision > known.state.revision) known.state = subject
      break
    case 'member.added':
    case 'member.left':
    case 'member.removed':
    case 'member.role':
      keepHigher(known.members, subject.userId, subject)
      break
    case 'message.sent':
      keepHigher(known.messages, subject.id, subject)
      break
    // What is not there is hidden: what becomes of it brings it back no more.
    case 'message.edited':
    case 'message.retracted':
    case 'message.pinned':
    case 'message.unpinned':
    case 'reaction.added':
    case 'reaction.removed':
      if (known.messages.has(subject.id)) keepHigher(known.messages, subject.id, subject)
      break
    case 'message.hidden':
    case 'message.purged':
      known.messages.delete(subject.messageId)
      break
    case 'conversation.deleted':
      copy.conversations.delete(conversationId)
      break
    case 'user.erased':
      return load(copy, conversationId)
    case 'inbox.cleared':
      for (const { id, seq } of known.messages.values()) if (seq <= subject.clearedSeq) known.messages.delete(id)
      break
    case 'inbox.muted':
      break
    case 'receipt.advanced':
      known.reads.set(subject.userId, Math.max(subject.readSeq, known.reads.get(subject.userId) ?? 0))
  }
}

const keepHigher = <Item extends { readonly revision: number }>(items: Map<string, Item>, key: string, item: Item) => {
  if (item.revision > (items.get(key)?.revision ?? 0)) items.set(key, item)
}

/** A copy as plain data to compare: the conversations I am in, and of those I left what I may still read. */
export const plainCopy = ({ session: { me }, conversations }: ClientCopy): unknown =>
  [...conversations.values()]
    .toSorted((a, b) => (a.state.id < b.state.id ? -1 : 1))
    .flatMap(({ state, members, messages, reads }) => {
      const readSeq = reads.get(me) ?? 0
      const inOrder = [...messages.values()].toSorted((a, b) => a.seq - b.seq)
      const unread = inOrder.filter(
        ({ seq, authorId, retractedAt }) => seq > readSeq && authorId !== me && retractedAt === null,
      ).length
      const active = [...members.values()].filter(({ status }) => status === 'active')
      if (!active.some(({ userId }) => userId === me)) return []
      return [{ state, members: active.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)), inOrder, readSeq, unread }]
    })
