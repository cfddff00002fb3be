import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Targets } from '@msg/core'
import { createTopicAcl, watchGrants } from '@msg/mqtt'
import type { ConnectionOptions, TopicAction } from '@msg/mqtt'
import { Aedes } from 'aedes'
import type { Client } from 'aedes'
import { isPerson } from './people.ts'

/** The MQTT broker of a demo. */
export interface DemoBroker extends AsyncDisposable {
  /** Where it is, and what the notifier logs in with. */
  readonly address: ConnectionOptions
}

/** One that was started here. */
interface OwnBroker extends DemoBroker {
  readonly address: Required<Pick<ConnectionOptions, 'host' | 'port' | 'username' | 'password'>>
}

/** Nobody's name: people are called otherwise. */
const publisher = 'demo-notifier'

/**
 * Starts a broker of the demo's own on any free port of this host. As on the page everybody may be anybody, but hears only
 * what that person may see, and only the notifier publishes.
 */
export const startBroker = async (targets: Pick<Targets, 'allows'>): Promise<OwnBroker> => {
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
        const { topic } = subscription
        const granted = await may(client, 'subscribe', topic)
        if (granted) grants.add({ user: names.get(client) ?? '', client: client.id, topic })
        done(null, granted ? subscription : null)
      }
      void judge()
    },
  })
  const clients = new Map<string, Client>()
  broker.on('clientReady', (client) => clients.set(client.id, client))
  broker.on('clientDisconnect', (client) => {
    clients.delete(client.id)
    if (client.clean) grants.remove(client.id)
  })
  broker.on('unsubscribe', (topics, client) => topics.forEach((topic) => grants.remove(client.id, topic)))
  const grants = watchGrants({
    acl,
    end(grant) {
      const client = clients.get(grant.client)
      // Whose session outlives the connection is thrown out of it when they are back.
      if (client === undefined) return grants.add(grant)
      client.unsubscribe({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: [grant.topic] }, () => client.close())
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
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  return {
    address: { host: '127.0.0.1', port, username: publisher, password: secret },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      grants.close()
      await closed
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    },
  }
}
