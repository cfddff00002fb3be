import type { Context, Hono } from 'hono'
import { clearPins, clearStars, EDIT_WINDOW, edit, remove, say, togglePin, toggleStar } from '../world/messages.ts'
import { canPost, canSee } from '../world/rooms.ts'
import { unixTime, type FakeMessage } from '../world/state.ts'
import type { FakeEnv, FakeServerState } from './context.ts'

const MAX_LINE = 500

const seconds = (ms: number) => {
  const left = Math.max(1, Math.ceil(ms / 1000))
  return left === 1 ? '1 second' : `${left} seconds`
}

/** Why this user may not post there now, in the server's words, or null. */
const refusal = (state: FakeServerState, userId: number, roomId: number): string | null => {
  const { world } = state
  const now = world.clock.now()
  const blocked = world.users.get(userId)?.blockedUntil ?? null
  if (blocked !== null && blocked > now) return `Your account is blocked, ending in ${seconds(blocked - now)}`
  const room = world.rooms.get(roomId)
  if (!room || !canSee(world, userId, roomId)) return 'The room does not exist, or you do not have permission'
  if (room.frozen) return 'This room has been frozen; no new messages can be added'
  if (room.timeoutUntil !== null && room.timeoutUntil > now)
    return `The room is in timeout, ending in ${seconds(room.timeoutUntil - now)}`
  return canPost(world, userId, roomId) ? null : 'The room does not exist, or you do not have permission'
}

const tooSoon = (state: FakeServerState, c: Context<FakeEnv>) => {
  const wait = state.throttle.waitFor(c.get('session').userId)
  return wait > 0
    ? c.text(`You can perform this action again in ${wait} second${wait === 1 ? '' : 's'}.`, 409)
    : undefined
}

const parentOf = (c: Context<FakeEnv>) => {
  const parent = Number(c.get('form').get('parentId'))
  return parent > 0 ? { parentId: parent } : {}
}

/** The routes that write a new message. */
export const postingRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world, throttle } = state
  app.post('/chats/:room{[0-9]+}/messages/new', (c) => {
    const { userId } = c.get('session')
    const roomId = Number(c.req.param('room'))
    const text = c.get('form').get('text') ?? ''
    const refused = refusal(state, userId, roomId)
    if (refused) return c.text(refused, 404)
    const wait = tooSoon(state, c)
    if (wait) return wait
    if (text.trim() === '') return c.text('The message cannot be empty.', 404)
    if (!text.includes('\n') && text.length > MAX_LINE) return c.text('The message is too long.', 404)
    if (throttle.repeats(userId, roomId, text)) return c.json({ id: null, time: null })
    throttle.spend(userId)
    const message = say(world, userId, roomId, text, parentOf(c))
    return c.json({ id: message.id, time: message.time })
  })
  changeRoutes(app, state)
  markRoutes(app, state)
}

const isModerator = (state: FakeServerState, userId: number) => state.world.users.get(userId)?.isModerator ?? false

const whyNotChange = (state: FakeServerState, message: FakeMessage, userId: number, verb: 'edit' | 'delete') => {
  if (message.deleted && verb === 'edit') return 'This message has already been deleted and cannot be edited'
  if (message.deleted) return 'This message has already been deleted.'
  if (isModerator(state, userId)) return null
  if (message.userId !== userId) return `You can only ${verb} your own messages`
  return unixTime(state.world) - message.time > EDIT_WINDOW ? `It is too late to ${verb} this message` : null
}

/** Edit and delete: refusals come with status 200, a message that never was with an empty redirect. */
const changeRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const change = (
    c: Context<FakeEnv>,
    verb: 'edit' | 'delete',
    apply: (message: FakeMessage, userId: number) => void,
  ) => {
    const message = state.world.messages.get(Number(c.req.param('message')))
    if (!message) return c.body(null, 302, { location: '/' })
    const wait = tooSoon(state, c)
    if (wait) return wait
    const { userId } = c.get('session')
    const refused = whyNotChange(state, message, userId, verb)
    if (refused) return c.json(refused)
    apply(message, userId)
    return c.json('ok')
  }
  app.post('/messages/:message{[0-9]+}', (c) =>
    change(c, 'edit', (message, userId) => edit(state.world, userId, message.id, c.get('form').get('text') ?? '')),
  )
  app.post('/messages/:message{[0-9]+}/delete', (c) =>
    change(c, 'delete', (message, userId) => remove(state.world, userId, message.id)),
  )
}

const MARKS = {
  star: { apply: toggleStar, owner: false },
  'owner-star': { apply: togglePin, owner: true },
  'unowner-star': { apply: clearPins, owner: true },
  unstar: { apply: clearStars, owner: true },
} as const

/** Stars and pins, which toggle. */
const markRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  for (const [name, { apply, owner }] of Object.entries(MARKS))
    app.post(`/messages/:message{[0-9]+}/${name}`, (c) => {
      const message = world.messages.get(Number(c.req.param('message')))
      if (!message) return c.body(null, 302, { location: '/' })
      const { userId } = c.get('session')
      const room = world.rooms.get(message.roomId)
      const owns = isModerator(state, userId) || (room?.owners.has(userId) ?? false)
      if (userId === 0 || (owner && !owns)) {
        c.header('chat', 'error')
        return c.json('Only room owners can do that')
      }
      if (name === 'star' && message.userId === userId) return c.json("You can't star your own message")
      apply(world, userId, message.id)
      return c.json('ok')
    })
  for (const name of ['flag', 'unflag']) app.post(`/messages/:message{[0-9]+}/${name}`, (c) => c.json('ok'))
  app.post('/messages/ack', (c) => c.json('ok'))
}
