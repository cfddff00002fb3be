import { logEvents } from './events.ts'
import { roomOf, userOf, type World } from './state.ts'

/** A user comes into a room. */
export const enter = (world: World, userId: number, roomId: number) => {
  const room = roomOf(world, roomId)
  if (room.present.has(userId)) return
  room.present.add(userId)
  logEvents(world, { type: 3, roomId, userId, fields: { target_user_id: userId } })
}

/** A user goes out of a room. */
export const leave = (world: World, userId: number, roomId: number) => {
  const room = roomOf(world, roomId)
  if (!room.present.delete(userId)) return
  logEvents(world, { type: 4, roomId, userId, fields: { target_user_id: userId } })
}

/** Changes what a room is called and says of itself. */
export const changeRoom = (
  world: World,
  userId: number,
  roomId: number,
  change: { readonly name?: string; readonly description?: string; readonly tags?: readonly string[] },
) => {
  Object.assign(roomOf(world, roomId), change)
  logEvents(world, { type: 5, roomId, userId })
}

/** Gives a user another name; told to the rooms they are in. */
export const renameUser = (world: World, userId: number, name: string) => {
  userOf(world, userId).name = name
  const rooms = [...world.rooms.values()].filter((room) => room.present.has(userId))
  logEvents(
    world,
    ...rooms.map((room) => ({ type: 34, roomId: room.id, userId: -2, fields: { target_user_id: userId } })),
  )
}

/** Invites a user to a room; they hear of it wherever they are. */
export const invite = (world: World, userId: number, invitedId: number, roomId: number) =>
  logEvents(world, {
    type: 17,
    roomId,
    userId,
    fields: { content: `has invited you to join this room: ${roomOf(world, roomId).name}`, target_user_id: invitedId },
    only: invitedId,
    notice: true,
  })

/** Blocks an account until `until` (milliseconds), or for good with null lifted. */
export const suspend = (world: World, userId: number, until: number | null) => {
  userOf(world, userId).blockedUntil = until
}

/** Freezes a room, or thaws it. */
export const freeze = (world: World, roomId: number, frozen = true) => {
  roomOf(world, roomId).frozen = frozen
}

/** Puts a room in timeout until `until` (milliseconds). */
export const timeout = (world: World, roomId: number, until: number | null) => {
  roomOf(world, roomId).timeoutUntil = until
}

/** What a user may do in a room that is not open to all. */
export type Access = 'remove' | 'read-only' | 'read-write'

/** Sets a user's access. */
export const setAccess = (world: World, actorId: number, userId: number, roomId: number, access: Access) => {
  const room = roomOf(world, roomId)
  room.readers.delete(userId)
  room.writers.delete(userId)
  if (access === 'read-only') room.readers.add(userId)
  if (access === 'read-write') room.writers.add(userId)
  const content = access === 'remove' ? 'Access now (default)' : `Access now ${access}`
  logEvents(world, { type: 15, roomId, userId: actorId, fields: { content, target_user_id: userId } })
}

/** Whether a user may see a room at all. */
export const canSee = (world: World, userId: number, roomId: number): boolean => {
  const room = world.rooms.get(roomId)
  if (!room) return false
  return room.kind !== 'private' || room.owners.has(userId) || room.readers.has(userId) || room.writers.has(userId)
}

/** Whether a user may post in a room, leaving aside freezing, timeouts and blocks. */
export const canPost = (world: World, userId: number, roomId: number): boolean => {
  const room = world.rooms.get(roomId)
  if (!room || userId === 0 || room.readers.has(userId)) return false
  return room.kind === 'public' || room.owners.has(userId) || room.writers.has(userId)
}
