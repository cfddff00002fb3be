import type { Change, Conversation, ConversationId, ConversationKind, Message } from '@msg/core'
import { createConversationCopy } from './conversation-copy.ts'
import type { ConversationCopy } from './conversation-copy.ts'
import type { Hub } from './hub.ts'

/** The conversations of an inbox, in its order. */
export interface InboxList {
  /** Latest activity first. */
  conversations(): readonly Conversation[]
  size(): number
  /** Takes a change in; `unknown` when it brings a conversation whose place is not known. */
  apply(change: Change): 'unknown' | undefined
  /** Takes in the first pages, and the changes told since they were asked for; whether the place of something is not known. */
  replace(conversations: readonly Conversation[], since: readonly Change[]): boolean
  /** Takes in another page; what is there already has moved up meanwhile. */
  append(conversations: readonly Conversation[], since: readonly Change[]): void
}

/** Whose list it is. */
export interface InboxListOptions {
  readonly hub: Hub
  /** Ends it. */
  readonly signal: AbortSignal
  /** Only conversations of this kind belong to it; undefined: all do. */
  readonly kind: ConversationKind | undefined
  /** Called when a conversation of it was read again. */
  changed(): void
}

/** A conversation with the number of the message that put it in its place. */
interface Placed {
  readonly copy: ConversationCopy
  /** Not that of its last message as it was last read, which may know of one that is not told of yet. */
  readonly seq: number
}

/** Makes an empty list. */
export const createInboxList = ({ hub, signal, kind, changed }: InboxListOptions): InboxList => {
  const { me } = hub.session
  /** In the order of the inbox, last things first: what is set anew goes to the end. */
  const places = new Map<ConversationId, Placed>()
  /** Those of another kind, which stay what they are: they are read once, not at every message. */
  const foreign = new Set<ConversationId>()

  const forget = (conversationId: ConversationId): void => {
    if (places.delete(conversationId)) changed()
  }
  const copyOf = (conversationId: ConversationId): ConversationCopy => {
    const copy = createConversationCopy({
      hub,
      conversationId,
      signal,
      refreshed() {
        if (places.get(conversationId)?.copy !== copy) return
        const read = copy.get()
        const belongs = kind === undefined || read?.kind === kind
        if (!belongs) foreign.add(conversationId)
        if (belongs && read?.me.status === 'active') changed()
        else forget(conversationId)
      },
      gone: () => forget(conversationId),
    })
    return copy
  }
  const toTop = (conversationId: ConversationId, placed: Placed): void => {
    places.delete(conversationId)
    places.set(conversationId, placed)
  }
  const filled = (conversation: Conversation, since: readonly Change[]): Placed => {
    const copy = places.get(conversation.id)?.copy ?? copyOf(conversation.id)
    copy.replace(conversation, since)
    return { copy, seq: conversation.lastSeq }
  }
  const apply = (change: Change): 'unknown' | undefined => {
    const { conversationId, type, subject } = change
    if (conversationId === null) {
      for (const { copy } of places.values()) copy.apply(change)
      return undefined
    }
    if (foreign.has(conversationId)) return undefined
    if (type === 'conversation.imported') return 'unknown'
    const placed = places.get(conversationId)
    const sent = type === 'message.sent' && subject !== 'gone' ? subject : null
    if (placed === undefined) return sent === null ? brings(change, me) : bringUp(sent)
    const seq = sent?.seq ?? 0
    if (seq > placed.seq) toTop(conversationId, { ...placed, seq })
    placed.copy.apply(change)
    return undefined
  }
  /** What was below all that is shown is now on top of it, unless what is shown was read when more had been said than is told of. */
  const bringUp = ({ conversationId, seq, createdAt }: Message): 'unknown' | undefined => {
    const isOlder = [...places.values()].some(({ copy }) => (copy.get()?.lastMessage?.createdAt ?? '') > createdAt)
    if (isOlder) return 'unknown'
    const copy = copyOf(conversationId)
    places.set(conversationId, { copy, seq })
    void copy.refresh()
    return undefined
  }
  return {
    conversations: () => [...places.values()].flatMap(({ copy }) => copy.get() ?? []).toReversed(),
    size: () => places.size,
    apply,
    replace(conversations, since) {
      const next = conversations
        .toReversed()
        .map((conversation) => [conversation.id, filled(conversation, [])] as const)
      places.clear()
      for (const [conversationId, placed] of next) places.set(conversationId, placed)
      return since.map(apply).includes('unknown')
    },
    append(conversations, since) {
      const below = conversations.filter(({ id }) => !places.has(id)).toReversed()
      const above = [...places]
      places.clear()
      for (const conversation of below) places.set(conversation.id, filled(conversation, since))
      for (const [conversationId, placed] of above) places.set(conversationId, placed)
    },
  }
}

const brings = ({ type, subject }: Change, me: string): 'unknown' | undefined => {
  if (type === 'conversation.created') return 'unknown'
  return type === 'member.added' && subject !== 'gone' && subject.userId === me ? 'unknown' : undefined
}
