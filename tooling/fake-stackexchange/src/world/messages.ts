import { logEvents, messageFields, type NewEvent } from './events.ts'
import { messageOf, roomOf, sourceOf, unixTime, userOf, type FakeMessage, type World } from './state.ts'

/** Seconds during which an author may edit or delete. */
export const EDIT_WINDOW = 120

/** What may be given beside the text. */
export interface SayOptions {
  readonly parentId?: number
}

const wordOf = (name: string) => name.replaceAll(/\s+/g, '').toLowerCase()

/** The present users an `@name` in the text calls. */
const mentionedUsers = (world: World, message: FakeMessage, text: string): readonly number[] => {
  const names = [...text.matchAll(/@([\p{L}\p{N}]{3,})/gu)].map(([, name = '']) => name.toLowerCase())
  if (names.length === 0) return []
  const near = [...world.users.values()].filter((user) => user.id > 0 && user.id !== message.userId)
  return near.filter((user) => names.some((name) => wordOf(user.name).startsWith(name))).map((user) => user.id)
}

const parentFields = (world: World, message: FakeMessage): Record<string, unknown> => {
  const parent = message.showParent && message.parentId !== null ? world.messages.get(message.parentId) : undefined
  if (!parent) return {}
  return { parent_username: userOf(world, parent.userId).name, parent_text: sourceOf(parent).slice(0, 100) }
}

const noticeFor = (message: FakeMessage, type: 8 | 18, userId: number): NewEvent => ({
  type,
  roomId: message.roomId,
  userId: message.userId,
  fields: { ...messageFields(message), target_user_id: userId },
  only: userId,
  notice: true,
})

/** Logs the posted (1) or edited (2) event of a message after those that tell people they are meant. */
const announce = (world: World, message: FakeMessage, type: 1 | 2, actor: number) => {
  const text = sourceOf(message)
  const parent = message.showParent && message.parentId !== null ? world.messages.get(message.parentId) : undefined
  const replied = parent && parent.userId !== message.userId ? [parent.userId] : []
  const mentioned = mentionedUsers(world, message, text).filter((id) => !replied.includes(id))
  logEvents(
    world,
    ...replied.map((id) => noticeFor(message, 18, id)),
    ...mentioned.map((id) => noticeFor(message, 8, id)),
    {
      type,
      roomId: message.roomId,
      userId: actor,
      fields: { ...messageFields(message), ...parentFields(world, message) },
    },
  )
}

/** Posts a message as `userId`. A text that begins with `:ID ` replies, as on the real server. */
export const say = (
  world: World,
  userId: number,
  roomId: number,
  text: string,
  options: SayOptions = {},
): FakeMessage => {
  const author = userOf(world, userId)
  const room = roomOf(world, roomId)
  const prefixed = /^:(\d+) ([^]*)$/.exec(text)
  const prefixParent = prefixed ? world.messages.get(Number(prefixed[1])) : undefined
  const parentId = options.parentId ?? prefixParent?.id ?? null
  const source =
    prefixed && prefixParent ? `@${userOf(world, prefixParent.userId).name.replaceAll(' ', '')} ${prefixed[2]}` : text
  const time = unixTime(world)
  const message: FakeMessage = {
    id: (world.nextMessageId += 1),
    roomId: room.id,
    userId: author.id,
    time,
    revisions: [{ userId: author.id, time, source }],
    stars: new Set(),
    pins: new Set(),
    parentId,
    showParent: parentId !== null,
    deleted: false,
    moved: false,
  }
  if (parentId === null) pointAtMentioned(world, message, source)
  world.messages.set(message.id, message)
  author.lastPost = time
  author.lastSeen = time
  announce(world, message, 1, author.id)
  return message
}

/** A mere `@name` points at that user's last message, without being a reply. */
const pointAtMentioned = (world: World, message: FakeMessage, text: string) => {
  const [first] = mentionedUsers(world, message, text)
  const last = [...world.messages.values()].findLast(
    (other) => other.userId === first && other.roomId === message.roomId,
  )
  if (last) message.parentId = last.id
}

/** Edits a message as `userId`. */
export const edit = (world: World, userId: number, messageId: number, text: string) => {
  const message = messageOf(world, messageId)
  message.revisions.push({ userId, time: unixTime(world), source: text })
  announce(world, message, 2, userId)
}

/** Deletes a message as `userId`. */
export const remove = (world: World, userId: number, messageId: number) => {
  const message = messageOf(world, messageId)
  message.deleted = true
  logEvents(world, { type: 10, roomId: message.roomId, userId, fields: messageFields(message) })
}

const logStars = (world: World, message: FakeMessage, userId: number) =>
  logEvents(world, {
    type: 6,
    roomId: message.roomId,
    userId,
    fields: { ...messageFields(message), message_stars: message.stars.size, message_owner_stars: message.pins.size },
    ownFields: {
      ...(message.stars.has(userId) ? { message_starred: true } : {}),
      ...(message.pins.has(userId) ? { message_owner_starred: true } : {}),
    },
  })

const toggle = (set: Set<number>, value: number) => (set.delete(value) ? undefined : set.add(value))

/** Toggles the star of `userId`. */
export const toggleStar = (world: World, userId: number, messageId: number) => {
  const message = messageOf(world, messageId)
  toggle(message.stars, userId)
  logStars(world, message, userId)
}

/** Toggles the pin of `userId`. */
export const togglePin = (world: World, userId: number, messageId: number) => {
  const message = messageOf(world, messageId)
  toggle(message.pins, userId)
  logStars(world, message, userId)
}

/** Removes every star. */
export const clearStars = (world: World, userId: number, messageId: number) => {
  const message = messageOf(world, messageId)
  message.stars.clear()
  message.pins.clear()
  logStars(world, message, userId)
}

/** Removes every pin. */
export const clearPins = (world: World, userId: number, messageId: number) => {
  const message = messageOf(world, messageId)
  message.pins.clear()
  logStars(world, message, userId)
}

/** Moves messages to another room: 19 there, 20 here, and a summary line in each. */
export const move = (world: World, userId: number, messageIds: readonly number[], toRoomId: number) => {
  const messages = messageIds.map((id) => messageOf(world, id))
  const [first] = messages
  if (!first) return
  const from = roomOf(world, first.roomId)
  const to = roomOf(world, toRoomId)
  const describe = (type: 19 | 20, message: FakeMessage): NewEvent => ({
    type,
    roomId: type === 19 ? from.id : to.id,
    userId,
    fields: { ...messageFields(message), moved: true },
  })
  const summary = (roomId: number, html: string): NewEvent => ({
    type: 1,
    roomId,
    userId,
    fields: { content: html, message_id: (world.nextMessageId += 1) },
  })
  const count = `${messages.length} message${messages.length === 1 ? '' : 's'}`
  for (const message of messages) {
    message.roomId = to.id
    message.moved = true
  }
  logEvents(
    world,
    ...messages.map((message) => describe(19, message)),
    ...messages.map((message) => describe(20, message)),
    summary(
      from.id,
      `&rarr; <i><a href="/transcript/${to.id}">${count}</a> moved to <a href="/rooms/${to.id}">${to.name}</a></i>`,
    ),
    summary(to.id, `&larr; <i>${count} moved from <a href="/rooms/${from.id}">${from.name}</a></i>`),
  )
}
