import type { Attributes } from './attributes.ts'
import type { Message, MessageInfo, Room, RoomInfo, User, UserInfo } from './model.ts'

/** Everything remembered of a message. */
export interface MessageAttributes extends MessageInfo {
  readonly editor: User | null
  readonly pinners: readonly User[]
  readonly contentSource: string
  readonly fullContent: string
}

/** Everything remembered of a room. */
export interface RoomAttributes extends RoomInfo {
  readonly canPost: boolean
}

const users = new WeakMap<User, Attributes<UserInfo>>()
const messages = new WeakMap<Message, Attributes<MessageAttributes>>()
const rooms = new WeakMap<Room, Attributes<RoomAttributes>>()

/** The attributes that depend on a message's text. */
export const TEXT_FIELDS = ['content', 'contentSource', 'fullContent', 'editor', 'edits', 'edited'] as const

/** Ties an object to what is remembered of it, which only this package may add to. */
export const rememberUser = (user: User, attributes: Attributes<UserInfo>): void => void users.set(user, attributes)
/** Ties an object to what is remembered of it. */
export const rememberMessage = (message: Message, attributes: Attributes<MessageAttributes>): void =>
  void messages.set(message, attributes)
/** Ties an object to what is remembered of it. */
export const rememberRoom = (room: Room, attributes: Attributes<RoomAttributes>): void =>
  void rooms.set(room, attributes)

/** Takes in what came to light elsewhere. */
export const learnUser = (user: User, known: Partial<UserInfo>): void => users.get(user)?.learn(known)
/** Takes in what an event or page told. */
export const learnMessage = (message: Message, known: Partial<MessageInfo>): void => {
  const attributes = messages.get(message)
  const edits = attributes?.peek('edits')
  // Another count of edits means another text, of which the source is not known yet.
  if (edits !== undefined && known.edits !== undefined && edits !== known.edits) attributes?.forget(...TEXT_FIELDS)
  attributes?.learn(known)
}
/** Takes in what an event or page told. */
export const learnRoom = (room: Room, known: Partial<RoomAttributes>): void => rooms.get(room)?.learn(known)

/** Has everything fetched again when next asked for. */
export const forgetUser = (user: User): void => users.get(user)?.forget()
/** Has the text, and what depends on it, fetched again when next asked for. */
export const forgetText = (message: Message): void => messages.get(message)?.forget(...TEXT_FIELDS)
/** Has everything fetched again when next asked for. */
export const forgetRoom = (room: Room): void => rooms.get(room)?.forget()
