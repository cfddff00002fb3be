import { createMessaging } from '@msg/core'
import type { Logger, NoticeOutcome, Targets } from '@msg/core'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { generate } from 'mqtt-packet'
import { afterEach, expect, test } from 'vitest'
import { createMqttNotifier, createTopicAcl } from '../src/index.ts'
import type { MqttNotifier, MqttNotifierOptions } from '../src/index.ts'
import { startBroker } from './broker.ts'
import type { Broker } from './broker.ts'
import { listen } from './listener.ts'
import type { Listener } from './listener.ts'
import { noticeOf } from './notice.ts'
import { selfSigned } from './self-signed.ts'
import { startVersion5 } from './version-5.ts'

/** Ends what a test began, the last first. */
const endings: (() => Promise<unknown> | undefined)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const broker = async (...options: Parameters<typeof startBroker>): Promise<Broker> => {
  const started = await startBroker(...options)
  endings.push(() => started.stop())
  return started
}

const listener = async (...options: Parameters<typeof listen>): Promise<Listener> => {
  const started = await listen(...options)
  endings.push(() => started.close())
  return started
}

const notifierOf = (options: Omit<MqttNotifierOptions, 'host'>): MqttNotifier => {
  const notifier = createMqttNotifier({ host: '127.0.0.1', ...options })
  endings.push(() => notifier.close?.())
  return notifier
}

const lines = () => {
  const said: string[] = []
  const note = (message: string): void => void said.push(message)
  const logger: Logger = { debug: note, info: note, warn: note, error: note }
  return { said, logger }
}

const tell = (notifier: MqttNotifier, said: Parameters<typeof noticeOf>[0]): Promise<NoticeOutcome> =>
  notifier.notify(noticeOf(said), { signal: new AbortController().signal })

/** Everybody may view every object. */
const targets: Targets = {
  resolve: async () => true,
  allows: async () => true,
  async *audience() {},
  describe: async () => null,
}

test('a message to an object or a user comes out once on its topic, as QoS, retain and base say', async () => {
  const { port } = await broker()
  const { heard } = await listener({ port, protocolVersion: 4 })
  const options = { port, topicBase: 'acme', qos: 2, retain: true } as const
  await using messaging = createMessaging({
    targets,
    notifiers: [createMqttNotifier({ host: '127.0.0.1', ...options })],
  })
  const alice = messaging.as('alice')
  const types = ['user', 'xform', 'project']
  for (const type of types) await alice.messages.sendToTarget({ target: { type, id: '7' }, body: `to a ${type}` })
  await alice.messages.sendToUsers({ userIds: ['bob'], body: 'to bob' })
  await expect.poll(() => heard.length).toBe(4)
  const told = heard.map(({ topic, payload }) => [topic, payload['message'], payload['user']])
  expect(told.toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([
    ['/acme/project/7/messages/publish', 'to a project', 'alice'],
    ['/acme/user/7/messages/publish', 'to a user', 'alice'],
    ['/acme/user/bob/messages/publish', 'to bob', 'alice'],
    ['/acme/xform/7/messages/publish', 'to a xform', 'alice'],
  ])
  expect(heard.map(({ qos }) => qos)).toEqual([2, 2, 2, 2])
  const late = await listener({ port, protocolVersion: 4 })
  await expect.poll(() => late.heard.map(({ retain }) => retain)).toEqual([true, true, true, true])
})

test('at QoS 0 a message is done once it is written, and comes out', async () => {
  const { port } = await broker()
  const { heard } = await listener({ port, protocolVersion: 4 })
  const notifier = notifierOf({ port, qos: 0 })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  const members = Array.from({ length: 200 }, (_, n) => `user-${n}`)
  expect(await tell(notifier, { members })).toEqual({ status: 'done' })
  await expect
    .poll(() => heard.map(({ topic }) => topic))
    .toEqual(members.map((id) => `/msg/user/${id}/messages/publish`))
  expect(new Set(heard.map(({ qos }) => qos))).toEqual(new Set([0]))
})

test('a message to a group reaches each of its members but its author, once', async () => {
  const { port } = await broker()
  const { heard } = await listener({ port, protocolVersion: 4 })
  await using messaging = createMessaging({ notifiers: [createMqttNotifier({ host: '127.0.0.1', port })] })
  const alice = messaging.as('alice')
  const userIds = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  const { id: conversationId } = await alice.conversations.startGroup({ userIds })
  for (const body of ['one', 'two']) await alice.messages.send({ conversationId, body })
  await expect.poll(() => heard.length).toBe(80)
  const told = heard.map(({ topic, payload }) => `${topic} ${String(payload['message'])}`)
  const expected = ['one', 'two'].flatMap((body) => userIds.map((id) => `/msg/user/${id}/messages/publish ${body}`))
  expect(told.toSorted()).toEqual(expected.toSorted())
})

test.each(['', '#', 'to/+', '$SYS/broker', 'to/\ud800', 'x'.repeat(65_536)])(
  'to what is no topic nothing is published: %.12j',
  async (topic) => {
    const { port } = await broker()
    const topics: MqttNotifierOptions['topics'] = async function* (notice) {
      for await (const id of notice.audience()) yield { topic, target: { type: 'user', id } }
    }
    const told = tell(notifierOf({ port, topics }), { members: ['bob'] })
    await expect(told).rejects.toThrow(expect.objectContaining({ code: 'invalid' }))
  },
)

test('a payload of the host is published as it is', async () => {
  const { port } = await broker()
  const { heard } = await listener({ port, protocolVersion: 4 })
  const notifier = notifierOf({
    port,
    payload: async ({ message, target }) => JSON.stringify({ said: message.body, to: target.id }),
  })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'done' })
  await expect.poll(() => heard.map(({ payload }) => payload)).toEqual([{ said: 'hello', to: 'bob' }])
})

test('a payload that is none fails alone, and holds up nothing', async () => {
  const { port, published, close } = await startVersion5({ receiveMaximum: 1 })
  endings.push(close)
  const payloads: readonly unknown[] = [7, 'told']
  let asked = 0
  const notifier = notifierOf({ port, payload: async () => payloads[asked++] as string })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  await expect(tell(notifier, { members: ['bob'] })).rejects.toThrow(TypeError)
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'done' })
  expect(published).toHaveLength(1)
})

test('only sent messages are published, and not what was taken back', async () => {
  const { port } = await broker()
  const { heard } = await listener({ port, protocolVersion: 4 })
  const notifier = notifierOf({ port })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  expect(await tell(notifier, { members: ['bob'], body: null })).toEqual({ status: 'done' })
  expect(await tell(notifier, { members: ['bob'], body: 'kept' })).toEqual({ status: 'done' })
  await expect.poll(() => heard.map(({ payload }) => payload['message'])).toEqual(['kept'])
})

test('by MQTT 5 each message carries the id of its change, the same each time it is told', async () => {
  const { port, published, close } = await startVersion5()
  endings.push(close)
  const notifier = notifierOf({ port })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  for (const _ of [1, 2]) expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'done' })
  const ids = published.map(({ properties }) => properties?.userProperties?.['msg-id'])
  expect(ids).toEqual(['epoch:7', 'epoch:7'])
  expect(published[0]).toMatchObject({ qos: 1, retain: false, properties: { contentType: 'application/json' } })
})

test('no more messages are on their way than the broker takes at once', async () => {
  const { port, published, mostAtOnce, close } = await startVersion5({ receiveMaximum: 3 })
  endings.push(close)
  const notifier = notifierOf({ port })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  const members = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  expect(await Promise.all([1, 2].map(() => tell(notifier, { members })))).toEqual([
    { status: 'done' },
    { status: 'done' },
  ])
  expect(published).toHaveLength(80)
  expect(mostAtOnce()).toBe(3)
})

test('a broker that says it takes none at once, which none may say, gets one after the other', async () => {
  const { port, published, mostAtOnce, close } = await startVersion5({ receiveMaximum: 0 })
  endings.push(close)
  const notifier = notifierOf({ port })
  expect(await tell(notifier, { members: ['bob', 'carol', 'dave'] })).toEqual({ status: 'done' })
  expect(published).toHaveLength(3)
  expect(mostAtOnce()).toBe(1)
}, 20_000)

// The client pings by itself too, but only once a minute.
test('a broker that holds back acknowledgements until it hears from us is heard from', async () => {
  const { port, published, close } = await startVersion5({ holdsBack: true })
  endings.push(close)
  const notifier = notifierOf({ port })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  // The second time what it sends first is the answer to the ping of the first.
  for (const _ of [1, 2])
    expect(await tell(notifier, { members: ['bob', 'carol', 'dave'] })).toEqual({ status: 'done' })
  expect(published).toHaveLength(6)
}, 20_000)

const refusals: readonly (readonly [number, NoticeOutcome])[] = [
  [0x87, { status: 'failed', reason: 'not_authorized' }],
  [0x97, { status: 'failed', reason: 'mqtt_151' }],
  [0x90, { status: 'refused', reason: 'topic_name_invalid' }],
  [0x99, { status: 'refused', reason: 'payload_format_invalid' }],
  // As Mosquitto says it, though it is no reason of an acknowledgement.
  [0x95, { status: 'refused', reason: 'packet_too_large' }],
]

test.each([1, 2] as const)('what a broker refuses at QoS %i ends as the reason says', async (qos) => {
  const { port, close } = await startVersion5({ answer: (topic) => Number(topic.split('/').at(-1)) })
  endings.push(close)
  const topics: MqttNotifierOptions['topics'] = async function* (notice) {
    for await (const id of notice.audience()) yield { topic: `to/${id}`, target: { type: 'user', id } }
  }
  const notifier = notifierOf({ port, qos, topics })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  for (const [code, outcome] of refusals) expect(await tell(notifier, { members: [String(code)] })).toEqual(outcome)
  expect(await tell(notifier, { members: ['0'] })).toEqual({ status: 'done' })
})

test.each([
  [{ maximumQoS: 1 }, { qos: 2 }, 'qos_not_supported'],
  [{ retainAvailable: false }, { retain: true }, 'retain_not_supported'],
] as const)('with a broker of %j nothing is published as %j, and nothing is lost', async (takes, options, reason) => {
  const { port, close, published } = await startVersion5(takes)
  endings.push(close)
  const notifier = notifierOf({ port, ...options })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'away', reason })
  const usual = notifierOf({ port })
  expect(await tell(usual, { members: ['bob'] })).toEqual({ status: 'done' })
  expect(published).toHaveLength(1)
})

test.each([0, 1] as const)(
  'a message larger than the broker takes is not sent, at QoS %i, and holds up nothing',
  async (qos) => {
    const { port, close, published } = await startVersion5({ maximumPacketSize: 1_000 })
    endings.push(close)
    const notifier = notifierOf({ port, qos, payload: ({ message }) => message.body ?? '' })
    await expect.poll(() => notifier.counts().connected).toBe(true)
    const tellOf = (length: number) => tell(notifier, { members: ['bob'], body: 'x'.repeat(length) })
    const outcomes = await Promise.all([tellOf(10), tellOf(1_000), tellOf(20)])
    expect(outcomes).toEqual([
      { status: 'done' },
      { status: 'refused', reason: 'packet_too_large' },
      { status: 'done' },
    ])
    await expect.poll(() => published.map(({ payload }) => payload.length)).toEqual([10, 20])
    // Of the packet its topic, the id of its change and the rest take up the same each time.
    const rest = 1_000 - (await largestOf(tellOf))
    expect(rest).toBeGreaterThan('/msg/user/bob/messages/publish'.length)
    expect(notifier.counts().connections).toBe(1)
  },
)

/** The most characters of a message that is taken. */
const largestOf = async (tellOf: (length: number) => Promise<NoticeOutcome>): Promise<number> => {
  let [taken, refused] = [0, 1_000]
  while (refused - taken > 1) {
    const length = Math.floor((taken + refused) / 2)
    if ((await tellOf(length)).status === 'done') taken = length
    else refused = length
  }
  return taken
}

test('what nobody waits for any more leaves its place to others, and its answer, when it comes, is nobody else’s', async () => {
  const late: (() => void)[] = []
  const { port, close } = await startVersion5({
    receiveMaximum: 1,
    answer: (topic) => (topic.includes('bob') ? 0x99 : 0),
    hold: (acknowledge) => void late.push(acknowledge),
  })
  endings.push(close)
  const notifier = notifierOf({ port })
  await expect.poll(() => notifier.counts().connected).toBe(true)
  const call = new AbortController()
  const given = notifier.notify(noticeOf({ members: ['bob'] }), { signal: call.signal })
  await expect.poll(() => late.length).toBe(1)
  call.abort()
  expect(await given).toEqual({ status: 'failed', reason: 'connection_lost' })
  const told = tell(notifier, { members: ['carol'] })
  await expect.poll(() => late.length).toBe(2)
  for (const acknowledge of late) acknowledge()
  expect(await told).toEqual({ status: 'done' })
})

test('a broker that is not there is named in one line, and counted each time', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close()
  await once(server, 'close')
  const { said, logger } = lines()
  const notifier = notifierOf({ port, logger })
  await expect.poll(() => notifier.counts().troubles.broker_unreachable).toBeGreaterThan(1)
  expect(said).toEqual(['the MQTT broker cannot be reached: check host, port and secure; trying again'])
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'away', reason: 'broker_unreachable' })
  await startBroker({ by: 'tcp' }, { port }).then(({ stop }) => endings.push(stop))
  await expect.poll(() => notifier.counts().connected).toBe(true)
  expect(said).toHaveLength(2)
})

test('who hangs up on the first words is no broker, which is said once', async () => {
  const server = createServer((socket) => void socket.resume().end()).listen(0, '127.0.0.1')
  endings.push(async () => server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { said, logger } = lines()
  const notifier = notifierOf({ port, logger })
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'away', reason: 'broker_unreachable' })
  expect(said).toEqual([expect.stringMatching(/hangs up .* check port, transport and secure/)])
})

test('who hangs up on the words of MQTT 5 is spoken to by 3.1.1, and is none in trouble', async () => {
  const { port } = await broker(undefined, {
    preConnect: ({ conn }, { protocolVersion }, done) => (protocolVersion === 5 ? conn.destroy() : done(null, true)),
  })
  const { said, logger } = lines()
  const notifier = notifierOf({ port, logger })
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'done' })
  expect(said).toEqual(['connected to the MQTT broker'])
})

test('who says what is no MQTT is hung up on, and is there again', async () => {
  const { port, published, close } = await startVersion5({
    outburst: (socket) => void socket.write('HTTP/1.1 502 Bad Gateway'),
  })
  endings.push(close)
  const notifier = notifierOf({ port })
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'failed', reason: 'connection_lost' })
  expect(notifier.counts()).toMatchObject({ connected: false, troubles: { broker_unreachable: 1 } })
  await expect.poll(() => notifier.counts()).toMatchObject({ connected: true, connections: 2 })
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'done' })
  expect(published).toHaveLength(2)
})

test('who is thrown out by another of the same client id is told of it', async () => {
  const farewell = generate({ cmd: 'disconnect', reasonCode: 0x8e }, { protocolVersion: 5 })
  const { port, close } = await startVersion5({ outburst: (socket) => void socket.end(farewell) })
  endings.push(close)
  const { said, logger } = lines()
  const notifier = notifierOf({ port, clientId: 'msg', logger })
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'failed', reason: 'connection_lost' })
  expect(said.at(-1)).toMatch(/same clientId.* give each process its own/)
  await expect.poll(() => notifier.counts().connected).toBe(true)
})

test('what is told before the connection is there waits for how that ends', async () => {
  const { port } = await broker()
  expect(await tell(notifierOf({ port }), { members: ['bob'] })).toEqual({ status: 'done' })
  const wrong = await startVersion5({ welcome: 0x86 })
  endings.push(wrong.close)
  const refused = notifierOf({ port: wrong.port })
  expect(await tell(refused, { members: ['bob'] })).toEqual({ status: 'away', reason: 'bad_credentials' })
})

test('bad credentials are named and counted', async () => {
  const { port } = await broker(undefined, {
    authenticate: (_client, username, password, done) =>
      done(null, username === 'msg' && password?.toString() === 'right'),
  })
  const { said, logger } = lines()
  const notifier = notifierOf({ port, logger, username: 'msg', password: 'wrong' })
  await expect.poll(() => notifier.counts().troubles.bad_credentials).toBeGreaterThan(0)
  expect(said.filter((line) => line.includes('credentials'))).toHaveLength(1)
  expect(await tell(notifier, { members: ['bob'] })).toEqual({ status: 'away', reason: 'bad_credentials' })
  const right = notifierOf({ port, username: 'msg', password: 'right' })
  await expect.poll(() => right.counts().connected).toBe(true)
})

test('a certificate that nobody vouches for is not trusted, unless it is given, or danger is asked for', async () => {
  const { cert, key } = selfSigned()
  const { port } = await broker({ by: 'tls', cert, key })
  const { said, logger } = lines()
  const wary = notifierOf({ port, secure: true, logger })
  await expect.poll(() => wary.counts().troubles.untrusted_certificate).toBeGreaterThan(0)
  expect(said[0]).toMatch(/certificate of the MQTT broker is not trusted/)
  expect(wary.counts()).toMatchObject({ connected: false, connections: 0 })
  const told = notifierOf({ port, secure: true, ca: cert })
  const reckless = notifierOf({ port, secure: true, dangerouslyTrustAnyCertificate: true })
  await expect.poll(() => [told, reckless].map((one) => one.counts().connected)).toEqual([true, true])
})

test.each([
  [{ host: '' }, '/host'],
  [{ host: 'broker.local', port: 0 }, '/port'],
  [{ host: 'broker.local', ca: 'x' }, '/secure'],
  [{ host: 'broker.local', secure: true, cert: 'x' }, '/key'],
  [{ host: 'broker.local', topicBase: 'a/#' }, '/topicBase'],
])('options %j are refused, naming the place', (options, pointer) => {
  expect(() => createMqttNotifier(options)).toThrow(
    expect.objectContaining({ code: 'invalid', places: [expect.objectContaining({ pointer })] }),
  )
})

test('a QoS that there is not is refused, naming the place', () => {
  const options = { host: 'broker.local', ...JSON.parse('{ "qos": 3 }') }
  expect(() => createMqttNotifier(options)).toThrow(
    expect.objectContaining({ code: 'invalid', places: [expect.objectContaining({ pointer: '/qos' })] }),
  )
})

test('while the broker is down a send is answered, and waits for nothing', async () => {
  const { port, stop } = await startBroker()
  await stop()
  await using messaging = createMessaging({ notifiers: [createMqttNotifier({ host: '127.0.0.1', port })] })
  await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
  expect(messaging.notifierCounts()).toMatchObject([{ told: 0, failed: 0, buried: 0 }])
})

test('behind the ACL everybody hears their own topic and nothing else, however they ask, and who was removed hears no more', async () => {
  const acl = createTopicAcl({ publishers: ['notifier'] })
  const users = new Map<object, string>()
  const { port } = await broker(undefined, {
    authenticate: (client, username = '', _password, done) => {
      users.set(client, username)
      done(null, true)
    },
    authorizePublish: (client, { topic }, done) => {
      const judge = async (): Promise<void> => {
        const user = client === null ? '' : (users.get(client) ?? '')
        done((await acl.allows(user, 'publish', topic)) ? null : new Error('no'))
      }
      void judge()
    },
    authorizeSubscribe: (client, subscription, done) => {
      const judge = async (): Promise<void> => {
        const may = await acl.allows(users.get(client) ?? '', 'subscribe', subscription.topic)
        done(null, may ? subscription : null)
      }
      void judge()
    },
  })
  const asUser = (username: string, topic: string) =>
    listener({ port, protocolVersion: 4, username, password: 'x' }, topic)
  const bob = await asUser('bob', '/msg/user/bob/messages/publish')
  const spies = await Promise.all(
    ['#', '+/#', '/msg/+/bob/#', '/msg/user/bob/#', '$share/x//msg/user/bob/#'].map((topic) =>
      asUser('eve', topic).catch(() => null),
    ),
  )
  const options = { host: '127.0.0.1', port, username: 'notifier', password: 'x' }
  await using messaging = createMessaging({ notifiers: [createMqttNotifier(options)] })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  const carol = await asUser('carol', '/msg/user/carol/messages/publish')
  await alice.messages.send({ conversationId, body: 'for bob' })
  await expect.poll(() => bob.heard.length).toBe(1)
  await alice.members.remove({ conversationId, userId: 'bob' })
  await alice.messages.send({ conversationId, body: 'canary' })
  await expect.poll(() => carol.heard.length).toBe(2)
  expect(bob.heard.map(({ payload }) => payload['message'])).toEqual(['for bob'])
  expect(spies.flatMap((spy) => spy?.heard ?? [])).toEqual([])
})
