import { isMsgError } from '@msg/core/errors'
import { eventually, fakeClock, randomFrom } from '@msg/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Client, WebSocketConstructor } from '../src/index.ts'
import type { TabHub } from '../src/live/tab-hub.ts'
import { subscribeInTab } from '../src/live/tab-subscription.ts'
import { nextOf, readBodies, readTo, serve } from './support/serve.ts'
import type { Served } from './support/serve.ts'

/** The platform's sockets, counted. */
const counted = () => {
  const open = new Set<WebSocket>()
  const Counted: WebSocketConstructor = class extends WebSocket {
    constructor(url: string) {
      super(url)
      open.add(this)
      this.addEventListener('close', () => open.delete(this))
    }
  }
  return { open, Counted }
}

/** A server, and tabs of one browser where bob is signed in. */
const browser = async () => {
  const served = await serve()
  const { open, Counted } = counted()
  const tab = (userId = 'bob'): Promise<Client> => served.client(userId, { shareTabs: true, WebSocket: Counted })
  const alice = served.messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const say = async (...bodies: readonly string[]): Promise<void> => {
    for (const body of bodies) await alice.messages.send({ conversationId, body })
  }
  return { served, open, tab, say, alice, conversationId }
}

/** Everything a subscription tells of messages, as it comes. */
const collect = (client: Client, after?: string): readonly string[] => {
  const bodies: string[] = []
  void (async () => {
    for await (const event of client.live.subscribe(after === undefined ? {} : { after })) {
      if (event.type === 'ready') bodies.push('ready')
      if (event.type !== 'changes') continue
      for (const { type, subject } of event.changes)
        if (type === 'message.sent' && subject !== 'gone') bodies.push(subject.body ?? '')
    }
  })()
  return bodies
}

/** A tab that does not stay, and what it was told. */
interface Passing {
  readonly client: Client
  readonly bodies: readonly string[]
}

const revoke = async ({ messaging }: Served, userId: string): Promise<void> => messaging.revoke({ userId })

describe('the tabs of a browser', () => {
  it('share one live link, and each is told everything once', async () => {
    const { open, tab, say } = await browser()
    const first = await tab()
    const tabs = [first, await tab(), await tab()]
    const events = []
    for (const one of tabs) events.push(await readTo(one.live.subscribe(), 'ready'))
    const again = await readTo(first.live.subscribe(), 'ready')
    await say('one', 'two', 'three')
    for (const iterator of [...events, again]) expect(await readBodies(iterator, 3)).toEqual(['one', 'two', 'three'])
    expect(open.size).toBe(1)
    for (const { connection } of tabs) expect(connection.state).toBe('online')
  })

  it('are told everything in a frame that is denied locks', async () => {
    const request = (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'))
    vi.stubGlobal('navigator', { locks: { request } })
    onTestFinished(() => void vi.unstubAllGlobals())
    const { open, tab, say } = await browser()
    const framed = await tab()
    const events = await readTo(framed.live.subscribe(), 'ready')
    await say('one', 'two')
    expect(await readBodies(events, 2)).toEqual(['one', 'two'])
    expect(framed.connection.state).toBe('online')
    framed.close()
    await eventually(() => expect(open.size).toBe(0))
  })

  it('of different users share nothing', async () => {
    const { open, tab } = await browser()
    await readTo((await tab()).live.subscribe(), 'ready')
    await readTo((await tab('alice')).live.subscribe(), 'ready')
    expect(open.size).toBe(2)
  })

  it('go on when the one with the link is closed: nothing is missed and nothing comes twice', async () => {
    const { open, tab, say } = await browser()
    const [first, second, third] = [await tab(), await tab(), await tab()]
    await readTo(first.live.subscribe(), 'ready')
    const rest = [await readTo(second.live.subscribe(), 'ready'), await readTo(third.live.subscribe(), 'ready')]
    await say('one')
    first.close()
    await say('two', 'three')
    for (const iterator of rest) expect(await readBodies(iterator, 3)).toEqual(['one', 'two', 'three'])
    await eventually(() => expect(open.size).toBe(1))
    second.close()
    third.close()
    await eventually(() => expect(open.size).toBe(0))
  })

  it('go on when the one with the link is put to sleep, and that one catches up when it wakes', async () => {
    const { open, tab, say } = await browser()
    const page = new EventTarget()
    vi.stubGlobal('document', page)
    const sleeper = await readTo((await tab()).live.subscribe(), 'ready')
    vi.unstubAllGlobals()
    const awake = await readTo((await tab()).live.subscribe(), 'ready')
    await say('one')
    page.dispatchEvent(new Event('freeze'))
    await say('two')
    expect(await readBodies(awake, 2)).toEqual(['one', 'two'])
    page.dispatchEvent(new Event('resume'))
    await say('three')
    expect(await readBodies(sleeper, 3)).toEqual(['one', 'two', 'three'])
    expect(await readBodies(awake, 1)).toEqual(['three'])
    await eventually(() => expect(open.size).toBe(1))
  })

  it('catch up each from its own cursor, however late they come', async () => {
    const { tab, say } = await browser()
    const first = await tab()
    const { cursor } = await first.live.read()
    const early = await readTo(first.live.subscribe(), 'ready')
    await say('one', 'two')
    const late = (await tab()).live.subscribe({ after: cursor })[Symbol.asyncIterator]()
    expect(await readBodies(late, 2)).toEqual(['one', 'two'])
    expect(await nextOf(late)).toMatchObject({ type: 'ready' })
    await say('three')
    expect(await readBodies(late, 1)).toEqual(['three'])
    expect(await readBodies(early, 3)).toEqual(['one', 'two', 'three'])
  })

  it('all hear who types', async () => {
    const { tab, alice, conversationId } = await browser()
    const events = [
      await readTo((await tab()).live.subscribe(), 'ready'),
      await readTo((await tab()).live.subscribe(), 'ready'),
    ]
    await alice.live.typing({ conversationId, typing: true })
    for (const iterator of events)
      expect(await nextOf(iterator)).toMatchObject({ type: 'signals', signals: [{ userId: 'alice' }] })
  })

  it('end with an error of ours, whatever the link ended with', async () => {
    const hub: TabHub = {
      listen: (listener) => {
        listener({ type: 'end', error: 'no error at all' })
        return () => {}
      },
    }
    const read = (): never => expect.fail('nothing is read')
    const subscription = subscribeInTab({ hub, clock: fakeClock(), read, closing: new AbortController().signal })
    const error = await nextOf(subscription[Symbol.asyncIterator]()).catch((thrown: unknown) => thrown)
    expect(isMsgError(error) && [error.code, error.cause]).toEqual(['unavailable', 'no error at all'])
  })

  it('end together when the sessions of their user do', async () => {
    const over = new Set<string>()
    const served = await serve({
      authenticate: ({ headers }) => {
        const userId = headers.get('authorization')?.slice('Bearer '.length) ?? ''
        return over.has(userId) ? null : { userId }
      },
    })
    const tabs = [await served.client('bob', { shareTabs: true }), await served.client('bob', { shareTabs: true })]
    const events = []
    for (const one of tabs) events.push(await readTo(one.live.subscribe(), 'ready'))
    over.add('bob')
    await revoke(served, 'bob')
    for (const iterator of events) await expect(nextOf(iterator)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('may come and go at random while messages are sent: each is told everything since it came, once and in order', async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
    const random = randomFrom(seed)
    const { open, tab, say } = await browser()
    const lasting = collect(await tab())
    await eventually(() => expect(lasting).toEqual(['ready']))
    const passing: Passing[] = []
    const gone: Passing[] = []
    const total = 150
    for (let count = 0; count < total; count += 1) {
      if (count % 5 === 0) {
        const client = await tab()
        passing.push({ client, bodies: collect(client) })
      }
      if (passing.length > 2 && random() < 0.3) {
        const going = passing.splice(Math.floor(random() * passing.length), 1)
        for (const { client } of going) client.close()
        gone.push(...going)
      }
      await say(`${count}`)
    }
    const all = Array.from({ length: total }, (_, index) => `${index}`)
    await eventually(() => expect(lasting, `SEED=${seed}`).toHaveLength(total + 1))
    expect(lasting).toEqual(['ready', ...all])
    for (const [ready = 'ready', ...bodies] of gone.map((one) => one.bodies)) {
      expect(ready).toBe('ready')
      expect(bodies).toEqual(bodies.map((_, index) => `${Number(bodies[0]) + index}`))
    }
    for (const { bodies } of passing) {
      await eventually(() => expect(bodies.at(-1), `SEED=${seed}`).toBe(`${total - 1}`))
      expect(bodies).toEqual(['ready', ...all.slice(Number(bodies[1]))])
    }
    expect(open.size).toBe(1)
  })
})
