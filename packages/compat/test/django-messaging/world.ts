import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions, Person, Targets } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { djangoMessagingSettings, mountDjangoMessaging } from '../../src/django-messaging/index.ts'
import type { DjangoMessagingOptions, DjangoMessagingSettings } from '../../src/django-messaging/index.ts'
import { asking, clientsOf, origin, peopleCalled } from '../http.ts'
import type { Ask, SignIn } from '../http.ts'

/** A mounted surface, and users who ask by name. */
export interface World {
  readonly messaging: Messaging
  readonly app: Hono
  readonly ask: Ask
}

const names = ['alice', 'bob', 'carol', 'dave', 'eve', 'jan', 'frank']

/** The id of a user: an integer, as the forerunner's are. */
export const idOf = (username: string): number => names.indexOf(username) + 1

const people: readonly Person[] = [
  ...peopleCalled(names, 1),
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
  const mounted = mountDjangoMessaging({ messaging, settings: surface, authenticate, ...options })
  const ask = asking(clientsOf(mounted, '/messages/api', withSession))
  return { messaging, app: new Hono().route('/messages/api', mounted), ask }
}

/** What a browser sends with a request of a page of the host. */
const withSession: SignIn = (username) => ({ cookie: `sessionid=${username}`, origin })

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
