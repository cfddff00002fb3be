/** What runs in the page under test: an engine in memory, some people and what they said, and the widgets over it. */
import { createMessaging } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import type { Attachments, Messaging, Session } from '@msg/core'
import '../../src/define/inbox.ts'
import '../../src/define/room.ts'
import '../../src/define/unread-badge.ts'
import { createGallery } from './gallery.ts'
import { hostileWorld } from './hostile-world.ts'
import { behindLine } from './line.ts'
import type { Line, LineState } from './line.ts'
import { pseudo } from './pseudo.ts'

const person = (id: string, displayName: string) => ({ id, displayName, isActive: true })

export interface Playground {
  readonly messaging: Messaging
  as(userId: string): Session
  /** Puts a widget, seen by a user, into the page. */
  show(userId: string, tag: string, attributes?: Readonly<Record<string, string>>): void
  /** Adds a widget of a session, below what is there. */
  put(session: Session, tag: string, attributes?: Readonly<Record<string, string>>): void
  /** Adds a widget, seen by a user over a line. */
  over(userId: string, state: LineState, tag: string, attributes?: Readonly<Record<string, string>>): Line
  /** Adds a widget, seen by a user where the host has switched something off. */
  without(feature: 'directs' | 'rooms', tag: string, attributes: Readonly<Record<string, string>>): void
  /** Adds a widget of a server. */
  from(src: string, tag: string, attributes?: Readonly<Record<string, string>>): void
  /** A direct of ana and ben with so many messages; answers its id. */
  fill(count: number): Promise<string>
  readonly hostile: typeof hostileWorld
  /** Some conversations of ana's: a direct, two groups, an open room; answers the room's id. */
  furnish(): Promise<string>
}

declare global {
  interface Window {
    playground: Playground
    pseudo: typeof pseudo
  }
}

const words = [
  'hello',
  'the release is out',
  'see https://example.org/plan',
  'faster **now**',
  'ok',
  'سلام',
  'まだです',
  'a\nb\nc',
]

/** Files kept in the page, each at an address that holds its bytes. */
const filesInPage = (): Attachments => {
  const files = new Map<string, string>()
  return {
    async put({ id, type }, file) {
      const bytes = new Uint8Array(await file.arrayBuffer())
      files.set(id, `data:${type};base64,${btoa(String.fromCodePoint(...bytes))}`)
    },
    url: async ({ id }) => ({ url: files.get(id) ?? '', expiresAt: new Date(Date.now() + 600_000).toISOString() }),
    remove: async (id) => void files.delete(id),
  }
}

/** A widget in a provider. */
const provided = (source: object, tag: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
  const provider = document.createElement('msg-provider')
  Object.assign(provider, source)
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  provider.append(element)
  return provider
}

const start = (): Playground => {
  const directory = memoryDirectory([person('ana', 'Ana Braga'), person('ben', 'Ben Okri'), person('cleo', 'Cleo Wu')])
  const messaging = createMessaging({ directory, attachments: filesInPage() })
  const as = (userId: string) => messaging.as(userId)
  const add = (source: object, tag: string, attributes: Readonly<Record<string, string>>): void =>
    document.querySelector('#place')?.append(provided(source, tag, attributes))
  return {
    messaging,
    as,
    hostile: hostileWorld,
    async fill(count) {
      const { id } = await as('ana').conversations.startDirect({ userId: 'ben' })
      for (let n = 1; n <= count; n += 1)
        await as(n % 3 === 0 ? 'ben' : 'ana').messages.send({
          conversationId: id,
          body: `${n} ${words[n % words.length]}`,
        })
      await as('ana').receipts.markRead({ conversationId: id, seq: Math.max(1, count - 3) })
      return id
    },
    async furnish() {
      await this.fill(30)
      const { conversations, messages, members } = as('cleo')
      const team = await conversations.startGroup({ title: 'Team Beta', userIds: ['ana', 'ben'] })
      await messages.send({ conversationId: team.id, body: 'Are we ready to roll out?' })
      const group = await as('ben').conversations.startGroup({ userIds: ['ana', 'cleo'] })
      await as('ben').messages.send({ conversationId: group.id, body: 'three of us' })
      const room = await conversations.openRoom({ title: 'Travel' })
      await messages.send({ conversationId: room.id, body: 'Who is in for Lisbon?' })
      await as('ben').members.join({ conversationId: room.id })
      await as('ben').messages.send({ conversationId: room.id, body: 'me!' })
      await members.list({ conversationId: room.id })
      return room.id
    },
    show(userId, tag, attributes = {}) {
      document.querySelector('#place')?.replaceChildren(provided({ session: as(userId) }, tag, attributes))
    },
    over(userId, state, tag, attributes = {}) {
      const line = behindLine(as(userId), state)
      add({ session: line.session }, tag, attributes)
      return line
    },
    without(feature, tag, attributes) {
      add({ session: createMessaging({ directory, features: { [feature]: false } }).as('ana') }, tag, attributes)
    },
    put: (session, tag, attributes = {}) => add({ session }, tag, attributes),
    from: (src, tag, attributes = {}) => add({ src }, tag, attributes),
  }
}

// As a page without `?bare` has them at once, which is what most tests are about.
if (location.search !== '?bare')
  await Promise.all([import('../../src/define/conversation.ts'), import('../../src/define/dm.ts')])
window.playground = start()
window.gallery = createGallery()
window.pseudo = pseudo
