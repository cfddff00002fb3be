import type { Context, Hono } from 'hono'
import { historyPage } from '../pages/history-page.ts'
import { infoPage, roomsPage } from '../pages/info-page.ts'
import { notFoundPage, page } from '../pages/layout.ts'
import { profilePage } from '../pages/profile-page.ts'
import { privateRoomPage, roomPage } from '../pages/room-page.ts'
import { starsPage, transcriptPage } from '../pages/transcript-page.ts'
import { escapeHtml, renderMarkdown } from '../world/render.ts'
import { canSee } from '../world/rooms.ts'
import { sourceOf, type FakeMessage, type FakeRoom } from '../world/state.ts'
import type { FakeEnv, FakeServerState } from './context.ts'

const lobby = (c: Context<FakeEnv>) => c.html(page(c.get('pages'), 'Chat', '<h1>Chat</h1>'))

/** The routes that only read. */
export const readingRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  app.get('/', lobby)
  app.on(['GET', 'POST'], '/chats/join/favorite', lobby)
  roomRoutes(app, state)
  messageRoutes(app, state)
  transcriptRoutes(app, state)
}

const missing = (c: Context<FakeEnv>) => c.html(notFoundPage(c.get('pages')), 404)

/** Finds the room a page is about, or answers for its absence. */
const withRoom =
  (state: FakeServerState, show: (c: Context<FakeEnv>, room: FakeRoom) => Response | Promise<Response>) =>
  (c: Context<FakeEnv>) => {
    const room = state.world.rooms.get(Number(c.req.param('room')))
    if (!room) return missing(c)
    if (!canSee(state.world, c.get('session').userId, room.id)) return c.html(privateRoomPage(c.get('pages')))
    return show(c, room)
  }

const roomRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  const show = withRoom(state, (c, room) => c.html(roomPage(c.get('pages'), room)))
  app.get('/rooms/:room{[0-9]+}', show)
  app.get('/rooms/:room{[0-9]+}/:slug', show)
  const info = withRoom(state, (c, room) => c.html(infoPage(c.get('pages'), room)))
  app.get('/rooms/info/:room{[0-9]+}', info)
  app.get('/rooms/info/:room{[0-9]+}/:slug', info)
  app.get('/rooms', (c) => {
    const rooms = [...world.rooms.values()].filter((room) => canSee(world, c.get('session').userId, room.id))
    return c.html(roomsPage(c.get('pages'), rooms))
  })
  app.get(
    '/rooms/thumbs/:room{[0-9]+}',
    withRoom(state, (c, room) =>
      c.json({
        id: room.id,
        name: room.name,
        description: room.description,
        isFavorite: false,
        usage: null,
        tags: room.tags
          .map((tag) => `<a class="tag" href="/?tab=site&amp;tag=${tag}">${escapeHtml(tag)}</a>`)
          .join(' '),
      }),
    ),
  )
  app.get(
    '/rooms/pingable/:room{[0-9]+}',
    withRoom(state, (c, room) => {
      const users = [...room.present].flatMap((id) => world.users.get(id) ?? [])
      const seen = c.get('session').userId === 0 ? [] : users
      return c.json(seen.map((user) => [user.id, user.name, user.lastSeen, user.lastPost]))
    }),
  )
  app.get(
    '/chats/stars/:room{[0-9]+}',
    withRoom(state, (c, room) => {
      const starred = [...world.messages.values()].filter(
        (message) => message.roomId === room.id && message.stars.size > 0,
      )
      return c.html(starsPage(c.get('pages'), starred))
    }),
  )
}

const messageRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  const withMessage =
    (show: (c: Context<FakeEnv>, message: FakeMessage) => Response | Promise<Response>) => (c: Context<FakeEnv>) => {
      const message = world.messages.get(Number(c.req.param('message')))
      return message && canSee(world, c.get('session').userId, message.roomId) ? show(c, message) : missing(c)
    }
  app.get(
    '/message/:message{[0-9]+}',
    withMessage((c, message) => {
      if (message.deleted) return missing(c)
      return c.text(c.req.query('plain') === 'true' ? sourceOf(message) : renderMarkdown(sourceOf(message), true))
    }),
  )
  app.get(
    '/messages/:room{[0-9]+}/:message{[0-9]+}',
    withMessage((c, message) => c.html(renderMarkdown(sourceOf(message), true))),
  )
  app.get(
    '/messages/:message{[0-9]+}/history',
    withMessage((c, message) => c.html(historyPage(c.get('pages'), message))),
  )
}

const dayOf = (time: number) => new Date(time * 1000).toISOString().slice(0, 10)

const transcriptRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  const shown = (room: FakeRoom, day: string) =>
    [...world.messages.values()].filter((message) => message.roomId === room.id && dayOf(message.time) === day)
  app.get('/transcript/message/:message{[0-9]+}', (c) => {
    const message = world.messages.get(Number(c.req.param('message')))
    const room = message && world.rooms.get(message.roomId)
    if (!message || !room || !canSee(world, c.get('session').userId, room.id)) return missing(c)
    return c.html(transcriptPage(c.get('pages'), room, shown(room, dayOf(message.time))))
  })
  const today = () => dayOf(world.clock.now() / 1000)
  app.get(
    '/transcript/:room{[0-9]+}',
    withRoom(state, (c, room) => c.html(transcriptPage(c.get('pages'), room, shown(room, today())))),
  )
  app.get(
    '/transcript/:room{[0-9]+}/:year{[0-9]+}/:month{[0-9]+}/:day{[0-9]+}',
    withRoom(state, (c, room) => {
      const { year = '', month = '', day = '' } = c.req.param()
      const wanted = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      return c.html(transcriptPage(c.get('pages'), room, shown(room, wanted)))
    }),
  )
  app.get('/users/:user{-?[0-9]+}', (c) => showUser(c, state))
  app.get('/users/:user{-?[0-9]+}/:slug', (c) => showUser(c, state))
}

const showUser = (c: Context<FakeEnv>, state: FakeServerState) => {
  const user = state.world.users.get(Number(c.req.param('user')))
  return user ? c.html(profilePage(c.get('pages'), user)) : missing(c)
}
