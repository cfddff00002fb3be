import type { FakeSession, World } from '../world/state.ts'

/** One room's part of a frame: events, the counter, and how far it moved since the last frame. */
export interface RoomFrame {
  readonly e?: readonly Record<string, unknown>[]
  readonly t: number
  readonly d: number
}

/** Whether events so old are no longer kept. */
export const isForgotten = (world: World, since: number) => {
  const oldest = world.events[0]?.id ?? world.counter + 1
  return world.events.length >= world.retention && since + 1 < oldest
}

/** The frame a session gets for everything after `base`: a part for each joined room, notices under the first of them. */
export const frameFor = (world: World, session: FakeSession, base: number): Record<string, RoomFrame> => {
  const rooms = [...session.rooms]
  const from = isForgotten(world, base) ? (world.events[0]?.id ?? 1) - 1 : base
  const recent = world.events.filter((event) => event.id > from)
  const parts = rooms.map((roomId, index) => {
    const events = recent.flatMap((event) => {
      const here = event.roomId === roomId
      const noticed = index === 0 && event.notice && (event.roomId === null || !session.rooms.has(event.roomId))
      return here || noticed ? (event.wire(session.userId) ?? []) : []
    })
    return [`r${roomId}`, { ...(events.length > 0 ? { e: events } : {}), t: world.counter, d: world.counter - from }]
  })
  return Object.fromEntries(parts)
}
