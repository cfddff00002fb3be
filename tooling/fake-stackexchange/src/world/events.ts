import type { FakeMessage, LoggedEvent, World } from './state.ts'
import { sourceOf, unixTime, userOf } from './state.ts'
import { renderMarkdown } from './render.ts'

/** An event about to be logged; the log gives it its id. */
export interface NewEvent {
  readonly type: number
  readonly roomId: number | null
  readonly userId: number | null
  /** Fields beside the common ones. */
  readonly fields?: Record<string, unknown>
  /** Only this user gets it. */
  readonly only?: number
  /** Fields that only the acting user sees, with their own id and name. */
  readonly ownFields?: Record<string, unknown>
  /** Delivered even where the room has not been joined. */
  readonly notice?: boolean
}

const commonFields = (world: World, event: NewEvent, time: number) => ({
  event_type: event.type,
  time_stamp: time,
  ...event.fields,
  ...(event.roomId === null
    ? {}
    : { room_id: event.roomId, room_name: world.rooms.get(event.roomId)?.name ?? `Room ${event.roomId}` }),
})

/** Logs events under new ids and tells the sockets once, so that they travel in one frame. */
export const logEvents = (world: World, ...events: readonly NewEvent[]): readonly number[] => {
  const time = unixTime(world)
  const ids = events.map((event) => {
    const id = (world.counter += 1)
    const common = commonFields(world, event, time)
    const author = event.userId === null ? {} : { user_id: event.userId, user_name: userOf(world, event.userId).name }
    const wire: LoggedEvent['wire'] = (viewer) => {
      if (event.only !== undefined && event.only !== viewer) return null
      if (!event.ownFields) return { ...common, id, ...author }
      return viewer === event.userId ? { ...common, id, ...author, ...event.ownFields } : { ...common, id }
    }
    world.events.push({ id, roomId: event.roomId, wire, notice: event.notice ?? false })
    return id
  })
  if (world.events.length > world.retention) world.events.splice(0, world.events.length - world.retention)
  for (const listener of world.onEvents) listener()
  return ids
}

/** Advances the counter as activity in rooms nobody here watches would. */
export const backgroundNoise = (world: World, steps: number) => {
  world.counter += steps
  for (const listener of world.onEvents) listener()
}

/** The fields that describe a message on the wire. */
export const messageFields = (message: FakeMessage): Record<string, unknown> => ({
  ...(message.deleted ? {} : { content: renderMarkdown(sourceOf(message)) }),
  message_id: message.id,
  ...(message.parentId === null ? {} : { parent_id: message.parentId }),
  ...(message.showParent ? { show_parent: true } : {}),
  ...(message.revisions.length > 1 ? { message_edits: message.revisions.length - 1 } : {}),
  ...(message.stars.size > 0 ? { message_stars: message.stars.size } : {}),
  ...(message.pins.size > 0 ? { message_owner_stars: message.pins.size } : {}),
  ...(message.moved ? { moved: true } : {}),
})
