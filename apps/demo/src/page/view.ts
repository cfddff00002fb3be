import type { Conversation, Message } from '@msg/core'
import type { Chat, Unsent } from './chat.ts'
import { element, found } from './element.ts'

/** Draws the whole chat. The page is small, so everything is drawn anew; what the reader looks at stays where it is. */
export const draw = (chat: Chat, run: (action: () => Promise<void>) => void): void => {
  const list = found('.conversations', HTMLUListElement)
  list.replaceChildren(...chat.conversations().map((conversation) => element('li', {}, row(chat, conversation, run))))
  const opened = chat.opened()
  found('.title', HTMLHeadingElement).textContent = opened === null ? 'Pick a conversation' : titleOf(chat, opened)
  const older = found('.older', HTMLButtonElement)
  older.hidden = !chat.timeline().more
  found('.composer', HTMLFormElement).hidden = opened?.me.can.send !== true
  drawMessages(chat, run)
}

const drawMessages = (chat: Chat, run: (action: () => Promise<void>) => void): void => {
  const log = found('.messages', HTMLOListElement)
  const fromEnd = log.scrollHeight - log.scrollTop
  const atEnd = fromEnd - log.clientHeight < 40
  log.replaceChildren(
    ...chat.timeline().messages.map((message) => bubble(chat, message)),
    ...chat.unsent().map((item) => unsentBubble(chat, item, run)),
  )
  log.scrollTop = atEnd ? log.scrollHeight : log.scrollHeight - fromEnd
}

const row = (chat: Chat, conversation: Conversation, run: (action: () => Promise<void>) => void): HTMLElement => {
  const { count, capped } = conversation.me.unread
  const last = conversation.lastMessage
  const preview = last === null ? 'No messages yet' : `${chat.nameOf(last.authorId)}: ${last.body ?? 'retracted'}`
  return element(
    'button',
    { current: chat.opened()?.id === conversation.id, onclick: () => run(() => chat.open(conversation.id)) },
    element('span', {}, titleOf(chat, conversation)),
    ...(count === 0
      ? []
      : [element('span', { className: 'unread', title: 'unread' }, capped ? `${count}+` : `${count}`)]),
    element('span', { className: 'preview' }, preview),
  )
}

/** A title, or the names of the others. */
const titleOf = (chat: Chat, { title, memberIds }: Conversation): string => {
  const others = memberIds.filter((userId) => userId !== chat.me)
  return title ?? (others.length === 0 ? 'Only me' : others.map((userId) => chat.nameOf(userId)).join(', '))
}

const bubble = (chat: Chat, message: Message): HTMLElement => {
  const mine = message.authorId === chat.me
  const time = new Date(message.createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  const made = element(
    'li',
    { className: mine ? 'message mine' : 'message' },
    element(
      'small',
      {},
      `${mine ? 'You' : chat.nameOf(message.authorId)} · ${time}${message.editedAt === null ? '' : ' · edited'}`,
    ),
    element('p', {}, message.body ?? 'This message was retracted.'),
  )
  made.dataset.seq = String(message.seq)
  return made
}

const unsentBubble = (chat: Chat, item: Unsent, run: (action: () => Promise<void>) => void): HTMLElement =>
  element(
    'li',
    { className: 'message mine unsent' },
    element('small', {}, item.failure === null ? 'sending …' : 'not sent'),
    element('p', {}, item.body),
    ...(item.failure === null
      ? []
      : [
          element('small', { className: 'failed' }, `${item.failure} `),
          element('button', { className: 'retry', onclick: () => run(() => chat.retry(item.id)) }, 'Try again'),
        ]),
  )
