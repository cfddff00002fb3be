import type { Hono } from 'hono'
import type { FakeControl } from '../control.ts'
import { typingPage } from '../pages/typing-page.ts'
import type { FakeEnv } from './context.ts'

interface Command {
  readonly verb: string
  readonly args: readonly unknown[]
}

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && 'verb' in value && 'args' in value && Array.isArray(value.args)

const num = (value: unknown) => Number(value)
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** The verbs that make sense from another process. */
const commands = (control: FakeControl): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> => ({
  say: (user, room, words) => control.say(num(user), num(room), text(words)).id,
  reply: (user, room, words, parent) => control.say(num(user), num(room), text(words), { parentId: num(parent) }).id,
  edit: (user, message, words) => control.edit(num(user), num(message), text(words)),
  delete: (user, message) => control.delete(num(user), num(message)),
  star: (user, message) => control.star(num(user), num(message)),
  pin: (user, message) => control.pin(num(user), num(message)),
  enter: (user, room) => control.enter(num(user), num(room)),
  leave: (user, room) => control.leave(num(user), num(room)),
  rename: (user, name) => control.rename(num(user), text(name)),
  suspend: (user, ms) => control.suspend(num(user), ms === null ? null : num(ms)),
  freeze: (room, frozen) => control.freeze(num(room), frozen !== false),
  timeout: (room, ms) => control.timeout(num(room), ms === null ? null : num(ms)),
  throttle: (curve) => control.throttle(curve === 'none' || curve === 'fitted' ? curve : num(curve)),
  closeSockets: (code) => control.hub.closeAll(num(code)),
  requests: () => control.requests(),
})

const messagesOf = (control: FakeControl, roomId: number) =>
  [...control.world.messages.values()]
    .filter((message) => message.roomId === roomId)
    .slice(-50)
    .map((message) => ({
      id: message.id,
      name: control.world.users.get(message.userId)?.name ?? '',
      text: message.deleted ? null : (message.revisions.at(-1)?.source ?? ''),
      stars: message.stars.size,
    }))

/** A picture of a user: a face in a colour of theirs. */
const picture = (userId: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="hsl(${(userId * 137) % 360} 60% 45%)"/><path d="M2 3h1v1H2zM5 3h1v1H5zM2 5h4v1H2z" fill="#fff"/></svg>`

/** Mirrors the control verbs under `/__fake/`, with a page to type on as another user. */
export const controlRoutes = (app: Hono<FakeEnv>, control: FakeControl) => {
  const verbs = commands(control)
  app.get('/__fake/', (c) => c.html(typingPage([...control.world.users.values()], [...control.world.rooms.values()])))
  app.get('/__fake/pictures/:user{[0-9]+}', (c) =>
    c.body(picture(Number(c.req.param('user'))), 200, { 'content-type': 'image/svg+xml' }),
  )
  app.get('/__fake/rooms/:room{[0-9]+}', (c) => c.json(messagesOf(control, Number(c.req.param('room')))))
  app.post('/__fake/control', async (c) => {
    const command: unknown = await c.req.json()
    if (!isCommand(command)) return c.json({ error: 'a command has a verb and args' }, 400)
    const run = Object.hasOwn(verbs, command.verb) ? verbs[command.verb] : undefined
    if (!run) return c.json({ error: `unknown verb; known: ${Object.keys(verbs).join(', ')}` }, 400)
    return c.json({ result: run(...command.args) ?? null })
  })
}
