import { createAttributes } from './attributes.ts'
import type { ChatContext } from './context.ts'
import { rememberRoom, type RoomAttributes } from './memory.ts'
import type { CallOptions, ChatEvent, EventOptions, HistoryOptions, Room, SendOptions } from './model.ts'
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

const createMethods = (context: ChatContext, id: number) => ({
  join: ({ signal }: CallOptions = {}) => joinRoom(context, id, signal),
  leave: ({ signal }: CallOptions = {}) => context.feed.leave(id, signal),
  send: (text: string, options?: SendOptions) => send(context, id, text, options),
  sendParts: (text: string, options?: Omit<SendOptions, 'overflow'>) => sendParts(context, id, text, options),
  watch: (listener: (event: ChatEvent) => void) => watch(context, id, listener),
  newMessages: (options?: Omit<EventOptions, 'types'>) => newMessages(context, id, options),
  newEvents: <T extends EventType>(options?: EventOptions<T>) => newEvents(context, id, options),
  currentUsers: (options?: CallOptions) => currentUsers(context, id, options),
  pingableUsers: (options?: CallOptions) => pingableUsers(context, id, options),
  history: (options?: HistoryOptions) => history(context, id, options),
  transcript: (day?: Date, options?: CallOptions) => transcript(context, id, day, options),
})

/** Creates the object of a room, of which nothing is known yet. */
export const createRoom = (context: ChatContext, id: number): Room => {
  const attributes = createAttributes<RoomAttributes>(roomLoaders(context, id), 'room')
  const room: Room = {
    id,
    get name() {
      return attributes.get('name')
    },
    get description() {
      return attributes.get('description')
    },
    get descriptionHtml() {
      return attributes.get('descriptionHtml')
    },
    get messageCount() {
      return attributes.get('messageCount')
    },
    get userCount() {
      return attributes.get('userCount')
    },
    get parentSiteName() {
      return attributes.get('parentSiteName')
    },
    get owners() {
      return attributes.get('owners')
    },
    get tags() {
      return attributes.get('tags')
    },
    get canPost() {
      return attributes.get('canPost')
    },
    async info({ refresh = false, signal } = {}) {
      if (refresh) await attributes.refresh('name', signal)
      return attributes.some(INFO_FIELDS, signal)
    },
    ...createMethods(context, id),
  }
  rememberRoom(room, attributes)
  return room
}
