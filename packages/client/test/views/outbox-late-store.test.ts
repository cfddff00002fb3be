import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { eventually } from '@msg/testing'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { deferred } from '../../src/deferred.ts'
import { indexedDbOutboxStore, memoryOutboxStore } from '../../src/views/index.ts'
import type { OutboxEntry, OutboxStore } from '../../src/views/index.ts'
import { overLine } from './line.ts'
import type { LineState } from './line.ts'
import { openWorld, shows } from './support.ts'

/** More than anybody waits for a store. */
const tooLong = 3_000

/** A store that does nothing between `hang` and `answer`, and then, in order, all it was asked to. */
const hangingStore = () => {
  const kept = memoryOutboxStore()
  let free = deferred<void>()
  free.resolve()
  const asked: string[] = []
  const late =
    <Input, Answer>(name: string, method: (input: Input) => Promise<Answer>) =>
    async (input: Input): Promise<Answer> => {
      asked.push(name)
      await free.promise
      return method(input)
    }
  const store: OutboxStore = {
    ...kept,
    load: late('load', kept.load),
    put: late('put', kept.put),
    remove: late('remove', kept.remove),
    wipe: late('wipe', kept.wipe),
  }
  return { store, kept, asked, hang: () => void (free = deferred()), answer: () => free.resolve() }
}

const openDirect = async (store: OutboxStore, first: LineState = 'up') => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  const line = overLine(ann, first)
  const open = (session = line.session, own = store) => {
    const { outbox } = world.views(session, { outbox: own })
    const send = (body: string, id = crypto.randomUUID().replace(/^(.{14})./, '$17')): string =>
      outbox.add(conversationId, { verb: 'messages.send', input: { conversationId, id, body } })
    return { outbox, send }
  }
  const arrived = async () =>
    (await ben.messages.list({ conversationId, order: 'asc' })).messages.map(({ body }) => body)
  return { world, ann, line, conversationId, open, arrived }
}

/** Of an earlier life of the page. */
const left = (conversationId: string, n: number): OutboxEntry => {
  const id = `01900000-0000-7000-8000-00000000000${n}`
  return {
    id,
    userId: 'ann',
    conversationId,
    write: { verb: 'messages.send', input: { id, conversationId, body: `left ${n}` } },
    at: '2026-01-01T00:00:00.000Z',
    position: n,
    state: 'queued',
    attempts: 0,
    failure: null,
  }
}

describe('an outbox whose store does not answer', () => {
  it('sends what is written from memory, in order, and what was kept before once it is known', async () => {
    const { store, kept, hang, answer } = hangingStore()
    const { world, conversationId, open, arrived, line } = await openDirect(store)
    for (const n of [1, 2]) await kept.put(left(conversationId, n))
    hang()
    const { outbox, send } = open()
    send('one')
    world.clock.advance(tooLong - 1)
    expect(line.sent).toEqual([])
    world.clock.advance(1)
    send('two')
    await shows(outbox, ({ entries }) => entries.length === 0)
    // What was kept before is not known yet: nobody is to take it for sent.
    expect(outbox.get()).toMatchObject({ state: 'loading', kept: false })
    expect(await arrived()).toEqual(['one', 'two'])
    answer()
    await shows(outbox, ({ state, entries, kept: works }) => state === 'sending' && entries.length === 0 && works)
    expect(await arrived()).toEqual(['one', 'two', 'left 1', 'left 2'])
    await eventually(async () => expect(await kept.load('ann')).toEqual([]))
    expect(line.sent).toEqual(['one', 'two', 'left 1', 'left 2'])
  })

  it('keeps what still waits once it answers, after what was kept before, whatever the clock said then', async () => {
    const { store, kept, hang, answer } = hangingStore()
    const { world, conversationId, open, arrived, line } = await openDirect(store, 'down')
    await kept.put({ ...left(conversationId, 1), position: Date.UTC(2030, 0) })
    hang()
    const { outbox, send } = open()
    const id = send('new')
    world.clock.advance(tooLong)
    await shows(outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    answer()
    await shows(outbox, ({ entries }) => entries.length === 2)
    await eventually(async () =>
      expect(await kept.load('ann')).toMatchObject([{ position: Date.UTC(2030, 0) }, { id }]),
    )
    line.set('up')
    await shows(outbox, ({ entries }) => entries.length === 0)
    expect(await arrived()).toEqual(['left 1', 'new'])
  })

  it('goes on in the middle too: what was kept is sent as well, and nothing comes back', async () => {
    const { store, kept, hang, answer, asked } = hangingStore()
    const { world, open, arrived, line } = await openDirect(store, 'down')
    const { outbox, send } = open()
    send('kept')
    await shows(outbox, ({ entries, state }) => state === 'sending' && entries[0]?.failure?.code === 'offline')
    hang()
    send('only here')
    world.clock.advance(tooLong)
    expect(outbox.get()).toMatchObject({ kept: false, state: 'sending' })
    line.set('up')
    await shows(outbox, ({ entries }) => entries.length === 0)
    expect(await arrived()).toEqual(['kept', 'only here'])
    answer()
    await shows(outbox, ({ kept: works }) => works)
    expect(await kept.load('ann')).toEqual([])
    expect(asked.filter((one) => one !== 'load')).toEqual(['put', 'put', 'remove', 'remove'])
    expect([await arrived(), line.sent.at(-1)]).toEqual([['kept', 'only here'], 'only here'])
  })

  it('sends although another tab has the turn', async () => {
    const { store, hang } = hangingStore()
    const { world, ann, open, arrived } = await openDirect(store)
    const second = overLine(ann)
    hang()
    const { outbox, send } = open(second.session, { ...store, lead: () => new Promise(() => {}) })
    send('from the second')
    world.clock.advance(tooLong)
    await shows(outbox, ({ entries }) => entries.length === 0)
    expect(await arrived()).toEqual(['from the second'])
  })

  it('is wiped without waiting for it, and what was kept is not sent later', async () => {
    const { store, kept, hang, answer } = hangingStore()
    const { world, conversationId, open, arrived } = await openDirect(store)
    await kept.put(left(conversationId, 1))
    hang()
    const { outbox } = open()
    const wiped = outbox.wipe()
    world.clock.advance(tooLong)
    await wiped
    answer()
    await shows(outbox, ({ state }) => state === 'sending')
    await eventually(async () => expect(await kept.load('ann')).toEqual([]))
    expect([outbox.get().entries, await arrived()]).toEqual([[], []])
  })

  it('waits for one that is slow, and is not put off by how much it does', async () => {
    const { store, hang, answer } = hangingStore()
    const { world, open, line } = await openDirect(store)
    const { outbox, send } = open()
    await shows(outbox, ({ state }) => state === 'sending')
    for (const body of ['one', 'two', 'three']) {
      hang()
      send(body)
      world.clock.advance(tooLong - 1)
      expect(outbox.get().kept).toBe(true)
      answer()
      await shows(outbox, ({ entries }) => entries.length === 0)
      await eventually(async () => expect(await store.load('ann')).toEqual([]))
    }
    expect(line.sent).toEqual(['one', 'two', 'three'])
  })
})

describe('a database in the browser', () => {
  beforeEach(() => void vi.stubGlobal('IDBKeyRange', IDBKeyRange))
  afterEach(() => void vi.unstubAllGlobals())

  const succeeded = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
    new Promise((resolve) => request.addEventListener('success', () => resolve(request.result)))

  it('that another page keeps from being opened is not waited for, and used once it can be', async () => {
    const indexedDB = new IDBFactory()
    const name = `outbox-${crypto.randomUUID()}`
    const { world, conversationId, open, arrived } = await openDirect(memoryOutboxStore())
    await indexedDbOutboxStore({ indexedDB, name }).put(left(conversationId, 1))
    // What deletes it waits for this one for ever, and all who open it meanwhile for that.
    const holding = await succeeded(indexedDB.open(name, 1))
    onTestFinished(() => holding.close())
    indexedDB.deleteDatabase(name)
    await eventually(() => expect(holding.objectStoreNames.length).toBe(1))
    const store = indexedDbOutboxStore({ indexedDB, name })
    const { outbox, send } = open(undefined, store)
    send('one')
    world.clock.advance(tooLong)
    await shows(outbox, ({ entries }) => entries.length === 0)
    expect(await arrived()).toEqual(['one'])
    expect(outbox.get()).toMatchObject({ state: 'loading', kept: false })
    holding.close()
    await shows(outbox, ({ state, kept }) => state === 'sending' && kept)
    expect(await store.load('ann')).toEqual([])
  })

  it('that never ends a transaction is not waited for', async () => {
    const { world, open, arrived } = await openDirect(memoryOutboxStore())
    const indexedDB = new IDBFactory()
    const name = `outbox-${crypto.randomUUID()}`
    const { outbox, send } = open(undefined, indexedDbOutboxStore({ indexedDB, name }))
    await shows(outbox, ({ state }) => state === 'sending')
    const holding = await succeeded(indexedDB.open(name, 1))
    onTestFinished(() => holding.close())
    const entries = holding.transaction('entries', 'readwrite').objectStore('entries')
    let isHeld = true
    // A transaction with something to do does not end.
    const hold = (): void => {
      if (isHeld) entries.get(['nobody', 'nothing']).addEventListener('success', hold)
    }
    hold()
    send('one')
    world.clock.advance(tooLong)
    await shows(outbox, ({ entries: waiting }) => waiting.length === 0)
    expect([await arrived(), outbox.get().kept]).toEqual([['one'], false])
    isHeld = false
    await shows(outbox, ({ kept }) => kept)
  })
})
