import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Targets } from '@msg/core'
import { createTopicAcl } from '@msg/mqtt'
import type { TopicAction } from '@msg/mqtt'
import { Aedes } from 'aedes'
import { isPerson } from './people.ts'

/** The demo's own MQTT broker. */
export interface DemoBroker extends AsyncDisposable {
  readonly port: number
  /** What the notifier logs in with. */
  readonly username: string
  readonly password: string
}

/** Nobody's name: people are called otherwise. */
const publisher = 'demo-notifier'

/**
 * Starts a broker on any free port of this host. As on the page everybody may be anybody, but hears only what that person may
 * see, and only the notifier publishes.
 */
export const startBroker = async (targets: Pick<Targets, 'allows'>): Promise<DemoBroker> => {
  const acl = createTopicAcl({ targets, publishers: [publisher] })
  const secret = randomUUID()
  const names = new WeakMap<object, string>()
  /** What cannot be found out is not allowed. */
  const may = (client: object | null, action: TopicAction, topic: string): Promise<boolean> =>
    acl.allows(names.get(client ?? {}) ?? '', action, topic).catch(() => false)
  const broker = await Aedes.createBroker({
    authenticate(client, username = '', password, done) {
      names.set(client, username)
      done(null, isPerson(username) || (username === publisher && password?.toString() === secret))
    },
    authorizePublish(client, { topic }, done) {
      const judge = async (): Promise<void> => {
        done((await may(client, 'publish', topic)) ? null : new Error('only the notifier publishes'))
      }
      void judge()
    },
    authorizeSubscribe(client, subscription, done) {
      const judge = async (): Promise<void> => {
        done(null, (await may(client, 'subscribe', subscription.topic)) ? subscription : null)
      }
      void judge()
    },
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    username: publisher,
    password: secret,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    },
  }
}
