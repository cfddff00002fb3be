/** What runs in the page under test: an engine in memory, some people and what they said, and the widgets over it. */
import { createMessaging } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import type { Messaging, Session } from '@msg/core'
import '../../src/define/conversation.ts'

const person = (id: string, displayName: string) => ({ id, displayName, isActive: true })

export interface Playground {
  readonly messaging: Messaging
  as(userId: string): Session
  /** Puts a widget, `tag#conversation`, seen by a user, into the page. */
  show(userId: string, markup: string, attributes?: Readonly<Record<string, string>>): Promise<void>
  /** A direct of ana and ben with so many messages; answers its id. */
  fill(count: number): Promise<string>
}

declare global {
  interface Window {
    playground: Playground
  }
}

const words = ['hello', 'the release is out', 'see https://example.org/plan', 'faster **now**', 'ok', 'سلام', 'まだです', 'a\nb\nc']

const start = (): Playground => {
  const directory = memoryDirectory([person('ana', 'Ana Braga'), person('ben', 'Ben Okri'), person('cleo', 'Cleo Wu')])
  const messaging = createMessaging({ directory })
  const as = (userId: string) => messaging.as(userId)
  return {
    messaging,
    as,
    async fill(count) {
      const { id } = await as('ana').conversations.startDirect({ userId: 'ben' })
      for (let n = 1; n <= count; n += 1)
        await as(n % 3 === 0 ? 'ben' : 'ana').messages.send({ conversationId: id, body: `${n} ${words[n % words.length]}` })
      await as('ana').receipts.markRead({ conversationId: id, seq: Math.max(1, count - 3) })
      return id
    },
    async show(userId, markup, attributes = {}) {
      const provider = document.createElement('msg-provider')
      for (const [name, value] of Object.entries(attributes)) provider.setAttribute(name, value)
      Object.assign(provider, { session: as(userId) })
      const [tag = '', id = ''] = markup.split('#')
      const element = document.createElement(tag)
      if (id !== '') element.setAttribute('conversation-id', id)
      provider.append(element)
      document.querySelector('#place')?.replaceChildren(provider)
      await Promise.resolve()
    },
  }
}

window.playground = start()
