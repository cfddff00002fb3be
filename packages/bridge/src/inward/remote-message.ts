import { isStackExchangeError } from '@msg/stackexchange'
import type { ChatEventOf, Message, User } from '@msg/stackexchange'
import { unlessGone } from '../unless-gone.ts'

/** A remote message as it is at the moment. */
export interface RemoteMessage {
  readonly id: number
  /** Its author; null where the server does not say. */
  readonly userId: number | null
  readonly userName: string | null
  /** HTML, which may be cut; null once deleted. */
  readonly html: string | null
  /** How often it was edited. */
  readonly edits: number
  readonly stars: number
  /** The message it replies to. */
  readonly parentId: number | null
  /** What the server says of that message, where it does. */
  readonly parentText: string | null
  readonly at: Date | null
  /** The whole HTML; what is shown of it where it was deleted meanwhile, of which one is told next. */
  full(): Promise<string>
}

/** The message an event tells of. */
export const fromEvent = (event: ChatEventOf<'message-posted' | 'message-edited'>): RemoteMessage => ({
  id: event.messageId,
  userId: event.userId,
  userName: event.userName,
  html: event.content,
  edits: event.edits,
  stars: event.stars,
  parentId: event.parentId,
  parentText: event.parentText,
  at: event.at,
  full: async () => (event.isPartial ? await unlessGone(event.message.fullContent) : null) ?? event.content ?? '',
})

/** A message of a room's history, which told all this. */
export const fromHistory = async (message: Message): Promise<RemoteMessage> => {
  const [owner, html, edits, stars, parent, at] = await Promise.all([
    ownerOf(message),
    message.content,
    message.edits,
    message.stars,
    message.parent,
    message.at,
  ])
  const cut = /^\s*<(?:div|pre) class=["']partial["']/.test(html ?? '')
  return {
    id: message.id,
    userId: owner?.id ?? null,
    userName: owner === null ? null : await unlessGone(owner.name),
    html,
    edits,
    stars,
    parentId: parent?.id ?? null,
    parentText: null,
    at,
    full: async () => (cut ? await unlessGone(message.fullContent) : null) ?? html ?? '',
  }
}

/** Whom the server names as the author of a message of a room's history; null where it names nobody. */
export const ownerOf = async (message: Message): Promise<User | null> => {
  try {
    return await message.owner
  } catch (error) {
    if (isStackExchangeError(error) && error.code === 'protocol') return null
    throw error
  }
}
