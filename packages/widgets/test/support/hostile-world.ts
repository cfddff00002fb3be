import { createMessaging } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import type { ConversationId, Session } from '@msg/core'

/** Where ana is among people who mean harm. */
export interface HostileWorld {
  readonly ana: Session
  /** Those who mean harm, by the place of their text. */
  as(index: number): Session
  /** Everybody is in it, and each has said their text; ana has answered some. */
  readonly crowd: ConversationId
  /** Ana is not in it. */
  readonly room: ConversationId
}

/** Makes a world in which everybody is called by one of these texts, says it, and has called a conversation with ana so. */
export const hostileWorld = async (texts: readonly string[]): Promise<HostileWorld> => {
  const people = texts.map((displayName, index) => ({ id: `u${index}`, displayName, isActive: true }))
  const directory = memoryDirectory([{ id: 'ana', displayName: 'Ana Braga', isActive: true }, ...people])
  const messaging = createMessaging({ directory })
  const ana = messaging.as('ana')
  const as = (index: number) => messaging.as(`u${index}`)
  const everybody = people.map(({ id }) => id)
  const crowd = await as(0).conversations.startGroup({ title: 'The crowd', userIds: ['ana', ...everybody.slice(1)] })
  const room = await as(0).conversations.openRoom({ title: texts[0] ?? '' })
  for (const [index, text] of texts.entries()) {
    const { conversations, messages, members } = as(index)
    const own = await conversations.startGroup({ title: text, userIds: ['ana'] })
    await messages.send({ conversationId: own.id, body: text })
    const said = await messages.send({ conversationId: crowd.id, body: text })
    const answer = { conversationId: crowd.id, body: `@${text}`, replyTo: said.id, mentions: [`u${index}`] }
    if (index % 5 === 0) await ana.messages.send(answer)
    if (index > 0) await members.join({ conversationId: room.id })
    await messages.send({ conversationId: room.id, body: text })
  }
  return { ana, as, crowd: crowd.id, room: room.id }
}
