import { createAttributes, type Attributes } from './attributes.ts'
import type { ChatContext } from './context.ts'
import { rememberRoom, type RoomAttributes } from './memory.ts'
import type {
  CallOptions,
  ChatEvent,
  ChatEventOf,
  EventOptions,
  HistoryOptions,
  InfoOptions,
  Message,
  Room,
  RoomInfo,
  SendOptions,
  User,
} from './model.ts'
import type { EventType } from './protocol/event.ts'
import { roomLoaders } from './room/loaders.ts'
import { currentUsers, history, pingableUsers, transcript } from './room/reading.ts'
import { send, sendParts } from './room/sending.ts'
import { joinRoom, newEvents, newMessages, watch } from './room/streams.ts'

const INFO_FIELDS = [
  'name',
  'description',
  'descriptionHtml',
  'messageCount',
  'userCount',
  'parentSiteName',
  'owners',
  'tags',
] as const

/** Its getters live on the prototype, so that printing or comparing a room asks nothing of the server. */
class ChatRoom implements Room {
  readonly id: number
  readonly #context: ChatContext
  readonly #attributes: Attributes<RoomAttributes>

  constructor(id: number, context: ChatContext, attributes: Attributes<RoomAttributes>) {
    this.id = id
    this.#context = context
    this.#attributes = attributes
  }

  get name() {
    return this.#attributes.get('name')
  }

  get description() {
    return this.#attributes.get('description')
  }

  get descriptionHtml() {
    return this.#attributes.get('descriptionHtml')
  }

  get messageCount() {
    return this.#attributes.get('messageCount')
  }

  get userCount() {
    return this.#attributes.get('userCount')
  }

  get parentSiteName() {
    return this.#attributes.get('parentSiteName')
  }

  get owners() {
    return this.#attributes.get('owners')
  }

  get tags() {
    return this.#attributes.get('tags')
  }

  get canPost() {
    return this.#attributes.get('canPost')
  }

  async info({ refresh = false, signal }: InfoOptions = {}): Promise<RoomInfo> {
    if (refresh) await this.#attributes.refresh('name', signal)
    return this.#attributes.some(INFO_FIELDS, signal)
  }

  join({ signal }: CallOptions = {}): Promise<void> {
    return joinRoom(this.#context, this.id, signal)
  }

  leave({ signal }: CallOptions = {}): Promise<void> {
    return this.#context.feed.leave(this.id, signal)
  }

  send(text: string, options?: SendOptions): Promise<Message> {
    return send(this.#context, this.id, text, options)
  }

  sendParts(text: string, options?: Omit<SendOptions, 'overflow'>): Promise<readonly Message[]> {
    return sendParts(this.#context, this.id, text, options)
  }

  watch(listener: (event: ChatEvent) => void, options?: CallOptions): Promise<() => void> {
    return watch(this.#context, this.id, listener, options)
  }

  newMessages(options?: Omit<EventOptions, 'types'>): AsyncIterableIterator<Message> {
    return newMessages(this.#context, this.id, options)
  }

  newEvents<T extends EventType = EventType>(options?: EventOptions<T>): AsyncIterableIterator<ChatEventOf<T>> {
    return newEvents(this.#context, this.id, options)
  }

  currentUsers(options?: CallOptions): Promise<readonly User[]> {
    return currentUsers(this.#context, this.id, options)
  }

  pingableUsers(options?: CallOptions): Promise<readonly User[]> {
    return pingableUsers(this.#context, this.id, options)
  }

  history(options?: HistoryOptions): Promise<readonly Message[]> {
    return history(this.#context, this.id, options)
  }

  transcript(day?: Date, options?: CallOptions): Promise<readonly Message[]> {
    return transcript(this.#context, this.id, day, options)
  }
}

/** Creates the object of a room, of which nothing is known yet. */
export const createRoom = (context: ChatContext, id: number): Room => {
  const attributes = createAttributes<RoomAttributes>(roomLoaders(context, id), 'room')
  const room = new ChatRoom(id, context, attributes)
  rememberRoom(room, attributes)
  return room
}
