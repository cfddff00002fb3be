import { createAttributes, type Attributes } from './attributes.ts'
import type { ChatContext } from './context.ts'
import { StackExchangeError } from './errors.ts'
import { knownFromEvent, knownFromTranscript, knownRoom, knownUser } from './known.ts'
import { learnMessage, rememberMessage, TEXT_FIELDS, type MessageAttributes } from './memory.ts'
import type { CallOptions, InfoOptions, Message, MessageInfo, SendOptions } from './model.ts'
import { parseHistoryPage } from './pages/history-page.ts'
import { parseTranscriptPage } from './pages/transcript-page.ts'
import { checkText } from './protocol/compose.ts'
import { contentToText } from './protocol/content.ts'
import { deleteMessage, editMessage } from './sender/change-message.ts'
import { fetchMessage, markMessage, type Mark } from './sender/mark-message.ts'
import { requireAccount } from './sender/write.ts'

const loadersOf = (context: ChatContext, id: number, attributes: () => Attributes<MessageAttributes>) => {
  /** The one page that finds a message's room; it tells of the messages around it as well. */
  const place = async (): Promise<Partial<MessageAttributes>> => {
    const page = parseTranscriptPage((await context.calls.get(`/transcript/message/${id}`)).body)
    if (page.roomId === null) throw new StackExchangeError('protocol', { during: `transcript of message ${id}` })
    const room = knownRoom(context, page.roomId, page.roomName)
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

const MESSAGE_FIELDS = [
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

/** Its getters live on the prototype, so that printing or comparing a message asks nothing of the server. */
class ChatMessage implements Message {
  readonly id: number
  readonly #context: ChatContext
  readonly #attributes: Attributes<MessageAttributes>

  constructor(id: number, context: ChatContext, attributes: Attributes<MessageAttributes>) {
    this.id = id
    this.#context = context
    this.#attributes = attributes
  }

  get room() {
    return this.#attributes.get('room')
  }

  get content() {
    return this.#attributes.get('content')
  }

  get fullContent() {
    return this.#attributes.get('fullContent')
  }

  get contentSource() {
    return this.#attributes.get('contentSource')
  }

  get owner() {
    return this.#attributes.get('owner')
  }

  get stars() {
    return this.#attributes.get('stars')
  }

  get starredByYou() {
    return this.#attributes.get('starredByYou')
  }

  get pinned() {
    return this.#attributes.get('pinned')
  }

  get pinners() {
    return this.#attributes.get('pinners')
  }

  get edited() {
    return this.#attributes.get('edited')
  }

  get edits() {
    return this.#attributes.get('edits')
  }

  get editor() {
    return this.#attributes.get('editor')
  }

  get timeStamp() {
    return this.#attributes.get('timeStamp')
  }

  get textContent() {
    return this.content.then((html) => (html === null ? '' : contentToText(html)))
  }

  get parent() {
    const messageOf = (id: number | null) => (id === null ? null : this.#context.messages.get(id))
    return this.#attributes.get('parentId').then(messageOf)
  }

  get at() {
    return this.timeStamp.then((seconds) => new Date(seconds * 1000))
  }

  async info({ refresh = false, signal }: InfoOptions = {}): Promise<MessageInfo> {
    // The time is told only by the room itself, and with it all the rest.
    await this.#attributes.some(['timeStamp'], signal)
    if (refresh) await this.#attributes.refresh('stars', signal)
    return this.#attributes.some(MESSAGE_FIELDS, signal)
  }

  async reply(text: string, options?: Omit<SendOptions, 'replyTo'>): Promise<Message> {
    const room = await this.room
    return room.send(text, { ...options, replyTo: this.id })
  }

  async edit(text: string, options: CallOptions = {}): Promise<void> {
    checkText(text)
    await editMessage(this.#context, this.#place(options), text)
    this.#attributes.forget(...TEXT_FIELDS)
  }

  async delete(options: CallOptions = {}): Promise<void> {
    await deleteMessage(this.#context, this.#place(options))
    this.#attributes.learn({ content: null })
  }

  star(value = true, options: CallOptions = {}): Promise<void> {
    return this.#mark(value ? 'star' : 'unstar', options)
  }

  async pin(value = true, options: CallOptions = {}): Promise<void> {
    await this.#mark(value ? 'pin' : 'unpin', options)
    this.#attributes.forget('pinners')
  }

  cancelStars(options: CallOptions = {}): Promise<void> {
    return this.#mark('clear', options)
  }

  #place({ signal }: CallOptions) {
    return { id: this.id, roomId: this.#attributes.peek('room')?.id ?? 0, signal }
  }

  async #mark(how: keyof typeof MARKS, { signal }: CallOptions): Promise<void> {
    requireAccount(this.#context)
    const { room } = await this.#attributes.some(['room'], signal)
    await markMessage(this.#context, { id: this.id, roomId: room.id, signal }, MARKS[how])
    await this.#attributes.refresh('stars', signal)
  }
}

/** Creates the object of a message, of which nothing is known yet. */
export const createMessage = (context: ChatContext, id: number): Message => {
  const attributes: Attributes<MessageAttributes> = createAttributes(
    loadersOf(context, id, () => attributes),
    'message',
  )
  const message = new ChatMessage(id, context, attributes)
  rememberMessage(message, attributes)
  return message
}
