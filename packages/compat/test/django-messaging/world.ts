import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions, Person, Targets } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { djangoMessagingSettings, mountDjangoMessaging } from '../../src/django-messaging/index.ts'
import type { DjangoMessagingOptions, DjangoMessagingSettings } from '../../src/django-messaging/index.ts'

/** What a request was answered with. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** A mounted surface, and users who ask by name. */
export interface World {
  readonly messaging: Messaging
  readonly app: Hono
  /** As a user: `POST chats/`, with a body that goes as JSON. */
  ask(username: string, request: string, body?: unknown): Promise<Answer>
}

const names = ['alice', 'bob', 'carol', 'dave', 'eve', 'jan']

/** The id of a user: an integer, as the forerunner's are. */
export const idOf = (username: string): number => names.indexOf(username) + 1

const people: readonly Person[] = [
  ...names.map((username) => ({
    id: String(idOf(username)),
    username,
    displayName: `${username} of the host`,
    email: `${username}@host.example`,
    isActive: true,
  })),
  { id: '90', username: 'gone', displayName: 'Jan Gone', isActive: false },
]

/** Everybody may view every video. */
const targets: Targets = {
  resolve: async ({ type }) => type === 'video',
  allows: async (_, right, { type }) => type === 'video' && right === 'view',
  async *audience() {},
  describe: async () => null,
}

/** The forerunner's scheme: the cookie of a session, which the host knows. */
export const authenticate: DjangoMessagingOptions['authenticate'] = ({ headers }) => {
  const [, username = ''] = /(?:^|;\s*)sessionid=(\w+)/.exec(headers.get('cookie') ?? '') ?? []
  return names.includes(username) ? { userId: String(idOf(username)) } : null
}

export interface WorldOptions extends Partial<DjangoMessagingOptions> {
  /** Makes the engine. Default: in memory. */
  readonly open?: (options: MessagingOptions) => Messaging | Promise<Messaging>
  /** The forerunner's settings. */
  readonly site?: DjangoMessagingSettings
}

/** Mounts the surface at `/messages/api`, closed with the test. */
export const openWorld = async ({
  open = createMessaging,
  site = {},
  ...options
}: WorldOptions = {}): Promise<World> => {
  const { engine, surface } = djangoMessagingSettings(site, memoryDirectory(people))
  const messaging = await open({ ...engine, targets })
  onTestFinished(() => messaging.close())
  const app = new Hono()
  app.route('/messages/api', mountDjangoMessaging({ messaging, settings: surface, authenticate, ...options }))
  return {
    messaging,
    app,
    ask: async (username, request, body) => {
      const [method = '', path = ''] = request.split(' ')
      const response = await app.request(`http://host.example/messages/api/${path}`, {
        method,
        headers: {
          ...(username === '' ? {} : { cookie: `sessionid=${username}` }),
          'content-type': 'application/json',
          origin: 'http://host.example',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    },
  }
}

/** A field of an answer, wherever it is. */
export const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )

/** A text field of an answer. */
export const textOf = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = field(value, ...path)
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('/')}: ${JSON.stringify(value)}`)
  return found
}

/** The list of an answer. */
export const listOf = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = field(value, ...path)
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('/')}: ${JSON.stringify(value)}`)
  return found
}

/** A new chat of somebody's. */
export const newChat = async (world: World, username: string, chat: object): Promise<string> =>
  textOf((await world.ask(username, 'POST chats/', chat)).body, 'id')

/** A group of the first of these users with the others. */
export const newGroup = (world: World, admin: string, ...members: readonly string[]): Promise<string> =>
  newChat(world, admin, { chat_type: 'group', title: 'Project Team', member_ids: members.map(idOf) })

/** What somebody said in a chat. */
export const said = async (world: World, username: string, chat: string, content: string): Promise<string> =>
  textOf((await world.ask(username, `POST chats/${chat}/messages/`, { content })).body, 'id')
