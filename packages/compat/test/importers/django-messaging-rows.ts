import type { Row } from '../../src/importers/index.ts'
import { secondsIn, seeded } from './fixture.ts'
import type { Tables } from './fixture.ts'

const users = 31

/** A chat's id, as Django makes it: a random UUID. */
const chatId = (n: number): string => `${n.toString(16).padStart(8, '0')}-1111-4222-8333-444444444444`

/** Who is in a chat: in one of two, two of which no others are. */
const usersIn = (chat: number): readonly number[] => {
  const size = chat <= 100 ? 2 : 3 + (chat % 4)
  const [first, step] = [chat % users, 1 + Math.floor((chat - 1) / users)]
  return Array.from({ length: size }, (_, index) => 1 + ((first + index * Math.min(step, 7)) % users))
}

/**
 * Chats of two and of more, and rooms, as Django Messaging would have left them: whoever opens a chat has seen all that others wrote, some
 * was delivered before, some was edited, some deleted, and there are reactions.
 */
export const djangoMessagingTables = (count: number, seed = 5): Tables => {
  const any = seeded(seed)
  const chats = Math.max(6, Math.min(200, Math.floor(count / 100)))
  const messages: Row[] = []
  const receipts: Row[] = []
  const reactions: Row[] = []
  /** By chat and user: what they have not seen. */
  const unseen = new Map<string, number[]>()
  let seconds = 0
  const receipt = (message: number, user: number, status: string): void =>
    void receipts.push({
      id: receipts.length + 1,
      message_id: message,
      user_id: user,
      status,
      timestamp: secondsIn(seconds),
    })
  for (let id = 1; id <= count; id += 1) {
    seconds += any(4)
    const chat = 1 + any(chats)
    const inIt = usersIn(chat)
    const sender = inIt[any(inIt.length)] ?? 1
    const [isEdited, isDeleted] = [any(30) === 0, any(50) === 0]
    messages.push({
      id,
      chat_id: chatId(chat),
      sender_id: sender,
      content: `message ${id} 🐟`,
      created_at: secondsIn(seconds),
      updated_at: secondsIn(seconds + 1),
      is_edited: isEdited,
      is_deleted: isDeleted,
    })
    for (const user of inIt) {
      const key = `${chat} ${user}`
      if (user !== sender && !isDeleted) unseen.set(key, [...(unseen.get(key) ?? []), id])
    }
    seconds += 1
    const reader = inIt[any(inIt.length)] ?? 1
    if (any(4) === 0) {
      for (const message of unseen.get(`${chat} ${reader}`) ?? []) receipt(message, reader, 'seen')
      unseen.delete(`${chat} ${reader}`)
    }
    if (any(20) === 0 && !isDeleted)
      reactions.push({
        id: reactions.length + 1,
        message_id: id,
        user_id: sender,
        emoji: '👍',
        created_at: secondsIn(seconds),
      })
  }
  return {
    django_content_type: [],
    ...chatTables(chats),
    django_messaging_message: messages,
    django_messaging_readreceipt: receipts,
    django_messaging_reaction: reactions,
  }
}

const chatTables = (chats: number): Tables => {
  const numbers = Array.from({ length: chats }, (_, index) => index + 1)
  const memberships = numbers.flatMap((chat) => usersIn(chat).map((user, index) => ({ chat, user, index })))
  return {
    django_messaging_chatroom: numbers.map((chat) => ({
      id: chatId(chat),
      title: `chat ${chat}`,
      is_group: usersIn(chat).length > 2,
      is_room: chat % 10 === 0,
      content_type_id: null,
      object_id: null,
      created_at: secondsIn(0),
      updated_at: secondsIn(0),
    })),
    django_messaging_chatmembership: memberships.map(({ chat, user, index }, at) => ({
      id: at + 1,
      chat_id: chatId(chat),
      user_id: user,
      role: index === 0 ? 'admin' : 'member',
      joined_at: secondsIn(0),
    })),
  }
}
