import type { Context, Hono } from 'hono'
import { notFoundPage } from '../pages/layout.ts'
import { move } from '../world/messages.ts'
import { setAccess, type Access } from '../world/rooms.ts'
import type { FakeEnv, FakeServerState } from './context.ts'

/** The routes about people, and the few of administration. */
export const userRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  const info = (c: Context<FakeEnv>) => {
    const form = c.get('form')
    const room = world.rooms.get(Number(form.get('roomId')))
    const ids = (form.get('ids') ?? '').split(',').map(Number)
    const users = ids.flatMap((id) => world.users.get(id) ?? [])
    return c.json({
      users: users.map((user) => ({
        id: user.id,
        name: user.name,
        email_hash: user.emailHash,
        reputation: user.reputation,
        is_moderator: user.isModerator,
        is_owner: room?.owners.has(user.id) ? true : null,
        last_post: user.lastPost,
        last_seen: user.lastSeen,
      })),
    })
  }
  app.post('/user/info', info)
  app.post('/user/info/', info)
  app.get('/users/search', (c) => {
    const query = (c.req.query('q') ?? '').toLowerCase()
    const limit = Number(c.req.query('limit') ?? 20)
    if (limit < 0) return c.html('<!DOCTYPE html><html><body>error</body></html>', 500)
    const found = [...world.users.values()].filter((user) => user.id > 0 && user.name.toLowerCase().includes(query))
    const lines = found
      .slice(0, Math.min(limit, 100))
      .map((user) => JSON.stringify({ id: user.id, dn: user.name, hash: user.emailHash }))
    return c.text(lines.join('\n'))
  })
  app.get('/users/thumbs/:user{-?[0-9]+}', (c) => {
    const user = world.users.get(Number(c.req.param('user')))
    if (!user) return c.html(notFoundPage(c.get('pages')), 404)
    return c.json({
      id: user.id,
      name: user.name,
      email_hash: user.emailHash,
      reputation: user.reputation,
      is_moderator: user.isModerator,
    })
  })
  administrationRoutes(app, state)
}

const ACCESS: readonly Access[] = ['remove', 'read-only', 'read-write']

const administrationRoutes = (app: Hono<FakeEnv>, state: FakeServerState) => {
  const { world } = state
  app.post('/upload/image', (c) =>
    c.html('<script>var error = ""; var result = "https://images.example/fake.png";</script>'),
  )
  app.post('/rooms/requestaccess', (c) => c.text('ok'))
  app.post('/rooms/setuseraccess/:room{[0-9]+}', (c) => {
    const form = c.get('form')
    const access = ACCESS.find((one) => one === form.get('userAccess'))
    if (!access) return c.text('Bad request', 400)
    setAccess(world, c.get('session').userId, Number(form.get('aclUserId')), Number(c.req.param('room')), access)
    return c.text('ok')
  })
  app.post('/admin/movePosts/:room{[0-9]+}', (c) => {
    const ids = (c.get('form').get('ids') ?? '').split(',').map(Number)
    move(world, c.get('session').userId, ids, Number(c.get('form').get('to')))
    return c.json(ids.length)
  })
}
