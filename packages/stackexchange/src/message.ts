import { createAttributes, type Attributes } from './attributes.ts'
import type { ChatContext } from './context.ts'
import { StackExchangeError } from './errors.ts'
import { knownFromEvent, knownFromTranscript, knownUser } from './known.ts'
import { learnMessage, learnRoom, rememberMessage, TEXT_FIELDS, type MessageAttributes } from './memory.ts'
import type { CallOptions, Message, SendOptions } from './model.ts'
import { parseHistoryPage } from './pages/history-page.ts'
import { parseTranscriptPage } from './pages/transcript-page.ts'
import { checkText } from './protocol/compose.ts'
import { contentToText } from './protocol/content.ts'
import { deleteMessage, editMessage } from './sender/change-message.ts'
import { fetchMessage, markMessage, type Mark } from './sender/mark-message.ts'

const loadersOf = (context: ChatContext, id: number, attributes: () => Attributes<MessageAttributes>) => {
  /** The one page that finds a message's room; it tells of the messages around it as well. */
  const place = async (): Promise<Partial<MessageAttributes>> => {
    const page = parseTranscriptPage((await context.calls.get(`/transcript/message/${id}`)).body)
    if (page.roomId === null) throw new StackExchangeError('protocol', { during: `transcript of message ${id}` })
    const room = context.rooms.get(page.roomId)
    if (page.roomName !== null) learnRoom(room, { name: page.roomName })
    for (const shown of page.messages) {
      const other = context.messages.peek(shown.id)
      if (other) learnMessage(other, { room, ...knownFromTranscript(context, shown) })
    }
    return { room }
  }
  const details = async (): Promise<Partial<MessageAttributes>> => {
    const room = await attributes().get('room')
    return knownFromEvent(context, await fetchMessage(context, room.id, id))
  }
  const history = async (): Promise<Partial<MessageAttributes>> => {
    const page = parseHistoryPage((await context.calls.get(`/messages/${id}/history`)).body)
    const person = ({ id: userId, name }: { readonly id: number; readonly name: string }) =>
      knownUser(context, userId, name)
    return { editor: page.editor ? person(page.editor) : null, pinners: page.pinners.map(person) }
  }
  const source = async () => ({ contentSource: (await context.calls.get(`/message/${id}?plain=true`)).body })
  const full = async () => ({ fullContent: (await context.calls.get(`/message/${id}`)).body })
  return {
    room: place,
    editor: history,
    pinners: history,
    contentSource: source,
    fullContent: full,
    content: details,
    owner: details,
    parentId: details,
    stars: details,
    starredByYou: details,
    pinned: details,
    edited: details,
    edits: details,
    timeStamp: details,
  }
}

const MARKS = {
  star: { verb: 'star', isSet: (message) => message.starredByYou === true },
  unstar: { verb: 'star', isSet: (message) => message.starredByYou !== true },
  pin: { verb: 'owner-star', isSet: (message) => message.pins > 0 },
  unpin: { verb: 'unowner-star', isSet: (message) => message.pins === 0 },
  clear: { verb: 'unstar', isSet: (message) => message.stars === 0 && message.pins === 0 },
} as const satisfies Readonly<Record<string, Mark>>

const createActions = (context: ChatContext, id: number, attributes: Attributes<MessageAttributes>) => {
  const mark = async (how: keyof typeof MARKS, { signal }: CallOptions) => {
    const room = await attributes.get('room')
    await markMessage(context, { id, roomId: room.id, signal }, MARKS[how])
    await attributes.refresh('stars', signal)
  }
  const roomId = () => attributes.peek('room')?.id ?? 0
  return {
    reply: async (text: string, options?: Omit<SendOptions, 'replyTo'>) => {
      const room = await attributes.get('room')
      return room.send(text, { ...options, replyTo: id })
    },
    edit: async (text: string, { signal }: CallOptions = {}) => {
      checkText(text)
      await editMessage(context, { id, roomId: roomId(), signal }, text)
      attributes.forget(...TEXT_FIELDS)
    },
    delete: async ({ signal }: CallOptions = {}) => {
      await deleteMessage(context, { id, roomId: roomId(), signal })
      attributes.learn({ content: null })
    },
    star: (value = true, options: CallOptions = {}) => mark(value ? 'star' : 'unstar', options),
    pin: async (value = true, options: CallOptions = {}) => {
      await mark(value ? 'pin' : 'unpin', options)
      attributes.forget('pinners')
    },
    cancelStars: (options: CallOptions = {}) => mark('clear', options),
  }
}

/** Creates the object of a message, of which nothing is known yet. */
export const createMessage = (context: ChatContext, id: number): Message => {
  const attributes: Attributes<MessageAttributes> = createAttributes(
    loadersOf(context, id, () => attributes),
    'message',
  )
  const get = <K extends keyof MessageAttributes>(name: K) => attributes.get(name)
  const message: Message = {
    id,
    get room() {
      return get('room')
    },
    get content() {
      return get('content')
    },
    get fullContent() {
      return get('fullContent')
    },
    get textContent() {
      return get('content').then((html) => (html === null ? '' : contentToText(html)))
    },
    get contentSource() {
      return get('contentSource')
    },
    get owner() {
      return get('owner')
    },
    get parent() {
      return get('parentId').then((parentId) => (parentId === null ? null : context.messages.get(parentId)))
    },
    get stars() {
      return get('stars')
    },
    get starredByYou() {
      return get('starredByYou')
    },
    get pinned() {
      return get('pinned')
    },
    get pinners() {
      return get('pinners')
    },
    get edited() {
      return get('edited')
    },
    get edits() {
      return get('edits')
    },
    get editor() {
      return get('editor')
    },
    get timeStamp() {
      return get('timeStamp')
    },
    get at() {
      return get('timeStamp').then((seconds) => new Date(seconds * 1000))
    },
    async info({ refresh = false, signal } = {}) {
      await get('timeStamp')
      if (refresh) await attributes.refresh('stars', signal)
      const names = [
        'room',
        'content',
        'owner',
        'parentId',
        'stars',
        'starredByYou',
        'pinned',
        'edited',
        'edits',
        'timeStamp',
      ] as const
      return attributes.some(names)
    },
    ...createActions(context, id, attributes),
  }
  rememberMessage(message, attributes)
  return message
}
