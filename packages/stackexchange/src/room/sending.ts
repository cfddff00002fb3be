import type { ChatContext } from '../context.ts'
import { learnMessage } from '../memory.ts'
import type { Message, SendOptions } from '../model.ts'
import { asMultiline, checkNotBlank, checkText, splitText } from '../protocol/compose.ts'
import { postMessage } from '../sender/post-message.ts'
import { requireAccount } from '../sender/write.ts'
import { joinRoom, observePosts } from './streams.ts'

const idOf = (message: number | Message) => (typeof message === 'number' ? message : message.id)

/** Posts one message. */
export const send = async (
  context: ChatContext,
  roomId: number,
  text: string,
  options: SendOptions = {},
): Promise<Message> => {
  const me = requireAccount(context)
  const { replyTo, confirm = 'accepted', overflow = 'reject', duplicate = 'reject', before, signal } = options
  const whole = overflow === 'multiline' ? asMultiline(text) : text
  checkText(whole)
  if (confirm === 'observed') await joinRoom(context, roomId, signal)
  const posts = confirm === 'observed' ? observePosts(context, roomId) : null
  try {
    const parentId = replyTo === undefined ? null : idOf(replyTo)
    const id = await postMessage(context, { roomId, text: whole, parentId, duplicate, before, signal })
    await posts?.seen(id, signal)
    const message = context.messages.get(id)
    learnMessage(message, { room: context.rooms.get(roomId), owner: context.users.get(me) })
    return message
  } finally {
    posts?.stop()
  }
}

/** Posts a text in as many messages as it takes; the first carries the reply. */
export const sendParts = async (
  context: ChatContext,
  roomId: number,
  text: string,
  { replyTo, ...options }: Omit<SendOptions, 'overflow'> = {},
): Promise<readonly Message[]> => {
  checkNotBlank(text)
  const sent: Message[] = []
  for (const part of splitText(text)) {
    const first = sent.length === 0 && replyTo !== undefined ? { replyTo } : {}
    sent.push(await send(context, roomId, part, { ...options, ...first }))
  }
  return sent
}
