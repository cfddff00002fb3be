import type { Hono } from 'hono'
import { frameFor } from '../live/frame.ts'
import { notFoundPage } from '../pages/layout.ts'
import { messageFields } from '../world/events.ts'
import { canSee, enter, leave } from '../world/rooms.ts'
import { unixTime, userOf, type FakeMessage } from '../world/state.ts'
import type { FakeEnv, FakeServerState } from './context.ts'
import { nextHex } from './sessions.ts'

const MAX_COUNT = 500

/** The routes by which clients join, listen and leave. */
export const liveRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  snapshotRoute(app, state)
  pollRoute(app, state)
  const { world } = state

  app.post('/ws-auth', (c) => {
    const session = c.get('session')
    const roomId = Number(c.get('form').get('roomid'))
    const anonymous = session.userId === 0 && !state.settings.anonymousSockets
    if (state.hub.faults.noAuth || anonymous || !canSee(world, session.userId, roomId))
      return c.html(notFoundPage(c.get('pages')), 404)
    const ticket = nextHex(world, 32)
    state.tickets.set(ticket, { session, roomId })
    return c.json({ url: `${state.origins.chat.replace('http', 'ws')}/events/${roomId}/${ticket}` })
  })

  app.post('/chats/leave/:room', (c) => {
    if (c.get('form').get('quiet') !== 'true') return c.text('Bad request', 400)
    const session = c.get('session')
    const one = Number(c.req.param('room'))
    const rooms = c.req.param('room') === 'all' ? [...session.rooms] : [one]
    for (const roomId of rooms) {
      session.rooms.delete(roomId)
      if (world.rooms.has(roomId)) leave(world, session.userId, roomId)
    }
    return c.text('ok')
  })
}

/** A message as the snapshot shows it: no event id and no room name, the viewer's own star where they set one. */
const snapshotEvent = (state: FakeServerState, message: FakeMessage, viewer: number) => ({
  event_type: 1,
  time_stamp: message.time,
  ...messageFields(message),
  user_id: message.userId,
  user_name: userOf(state.world, message.userId).name,
  room_id: message.roomId,
  ...(message.stars.has(viewer) ? { message_starred: true } : {}),
  ...(message.pins.has(viewer) ? { message_owner_starred: true } : {}),
})

const boundOf = (form: URLSearchParams, name: string, otherwise: number) => {
  const value = Number(form.get(name))
  return form.has(name) && Number.isFinite(value) ? value : otherwise
}

const snapshotRoute = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  app.post('/chats/:room{[0-9]+}/events', (c) => {
    const session = c.get('session')
    const roomId = Number(c.req.param('room'))
    if (!canSee(world, session.userId, roomId)) return c.html(notFoundPage(c.get('pages')), 404)
    const form = c.get('form')
    const before = boundOf(form, 'before', Infinity)
    const after = boundOf(form, 'after', -Infinity)
    const count = Math.min(boundOf(form, 'msgCount', 100), MAX_COUNT)
    const events = [...world.messages.values()]
      .filter((message) => message.roomId === roomId && message.id < before && message.id >= after)
      .toSorted((a, b) => a.id - b.id)
      .slice(-count)
      .map((message) => snapshotEvent(state, message, session.userId))
    if (session.userId !== 0) enter(world, session.userId, roomId)
    return c.json({ ms: 4, time: world.counter, sync: unixTime(world), events })
  })
}

const pollRoute = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  app.post('/events', (c) => {
    const session = c.get('session')
    const asked = [...c.get('form')].flatMap(([name, value]) => {
      const match = /^r(\d+)$/.exec(name)
      const roomId = Number(match?.[1])
      return match && canSee(world, session.userId, roomId) ? [{ roomId, since: Number(value) }] : []
    })
    const answered = state.settings.pollsSeveralRooms ? asked : asked.slice(0, 1)
    const parts = answered.map(({ roomId, since }) => {
      const view = { ...session, rooms: new Set([roomId]) }
      const part = frameFor(world, view, since)[`r${roomId}`]
      return [`r${roomId}`, { ...part, ms: 4 }]
    })
    return c.json({ ...Object.fromEntries(parts), sync: unixTime(world) })
  })
}
