import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MsgError } from '@msg/core'
import type { Session } from '@msg/core'
import { eventually, newId } from '@msg/testing'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { deferred } from '../../src/deferred.ts'
import { memoryOutboxStore } from '../../src/views/index.ts'
import type { OutboxSnapshot, OutboxStore } from '../../src/views/index.ts'
import { fileOutboxStore } from './file-outbox-store.ts'
import { overLine } from './line.ts'
import type { LineState } from './line.ts'
import { bodies, openWorld, say, shows } from './support.ts'

const isEmpty = ({ entries }: OutboxSnapshot): boolean => entries.length === 0
const states = ({ entries }: OutboxSnapshot): readonly string[] => entries.map(({ state }) => state)

/** Ann's timeline of her direct with Ben, over a line. */
const openDirect = async ({ line: first = 'up', store }: { line?: LineState; store?: OutboxStore } = {}) => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  const line = overLine(ann, first)
  const views = world.views(line.session, { outbox: store ?? memoryOutboxStore() })
  const timeline = views.timeline({ conversationId })
  await shows(timeline, ({ status }) => status === 'ready')
  const arrived = async (): Promise<readonly (string | null)[]> =>
    (await ben.messages.list({ conversationId, order: 'asc' })).messages.map(({ body }) => body)
  /** Lets time pass until a check holds. */
  const inTime = (check: () => unknown): Promise<void> =>
    eventually(async () => {
      world.clock.advance(1_000)
      await check()
    })
  return { world, ann, ben, conversationId, line, views, timeline, arrived, inTime, outbox: views.outbox }
}

describe('a message I send', () => {
  it('is shown at once and is the same row from then on', async () => {
    const { timeline } = await openDirect()
    const id = timeline.send({ body: 'hello' })
    expect(timeline.get().rows).toMatchObject([{ id, body: 'hello', seq: null, state: 'queued', authorId: 'ann' }])
    const seen: string[] = []
    timeline.subscribe(({ rows }) => seen.push(rows.map((row) => `${row.id === id} ${row.state}`).join()))
    await shows(timeline, ({ rows }) => rows[0]?.state === 'sent')
    expect(timeline.get().rows).toMatchObject([{ id, body: 'hello', seq: 1 }])
    // Never absent, never twice.
    expect(new Set(seen)).toEqual(new Set(['true queued', 'true sending', 'true sent']))
  })

  it('waits while the line is down, in order, and arrives once', async () => {
    const { timeline, line, arrived, inTime, outbox } = await openDirect({ line: 'down' })
    for (const body of ['one', 'two', 'three']) timeline.send({ body })
    await shows(outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    expect(bodies(timeline.get().rows)).toEqual(['one', 'two', 'three'])
    await inTime(() => expect(line.tries.get('messages.send')).toBeGreaterThan(3))
    expect(states(outbox.get())).toEqual(['queued', 'queued', 'queued'])
    line.set('up')
    await shows(outbox, isEmpty)
    expect(await arrived()).toEqual(['one', 'two', 'three'])
    expect(timeline.get().rows.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('tries for all others while the line is down; once it is up they go at the same time', async () => {
    const { ann, views, timeline, line, inTime, outbox } = await openDirect({ line: 'down' })
    timeline.send({ body: 'first' })
    await shows(outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    let most = 0
    outbox.subscribe(
      (snapshot) => (most = Math.max(most, states(snapshot).filter((state) => state === 'sending').length)),
    )
    for (const userId of ['cat', 'dan']) {
      const { id } = await ann.conversations.startDirect({ userId })
      views.timeline({ conversationId: id }).send({ body: 'hello' })
    }
    const before = line.tries.get('messages.send') ?? 0
    await inTime(() => expect(line.tries.get('messages.send')).toBeGreaterThan(before + 2))
    expect(most).toBe(1)
    expect(outbox.get().entries.map(({ failure }) => failure?.code ?? null)).toEqual(['offline', null, null])
    line.set('up')
    await shows(outbox, isEmpty)
    expect(most).toBe(2)
  })

  it('arrives once when its answer is lost', async () => {
    const { timeline, line, arrived, inTime, outbox } = await openDirect({ line: 'loses answers' })
    timeline.send({ body: 'one' })
    timeline.send({ body: 'two' })
    await inTime(() => expect(line.sent.length).toBeGreaterThan(2))
    line.set('up')
    await inTime(() => expect(outbox.get().entries).toEqual([]))
    expect(await arrived()).toEqual(['one', 'two'])
    expect(bodies(timeline.get().rows)).toEqual(['one', 'two'])
  })

  it('stands after what others said before it, though it was shown before that', async () => {
    const { timeline, ben, line, conversationId } = await openDirect({ line: 'down' })
    timeline.send({ body: 'mine' })
    await say(ben, conversationId, ['theirs'])
    await shows(timeline, ({ rows }) => rows.length === 2)
    expect(bodies(timeline.get().rows)).toEqual(['theirs', 'mine'])
    line.set('up')
    await shows(timeline, ({ rows }) => rows.every(({ state }) => state === 'sent'))
    expect(bodies(timeline.get().rows)).toEqual(['theirs', 'mine'])
  })

  it('brings who reads further up to the end', async () => {
    const { timeline, ben, conversationId, ann } = await openDirect()
    await say(ben, conversationId, ['1', '2', '3'])
    const { messages } = await ann.messages.list({ conversationId })
    timeline.follow(false)
    await timeline.around(messages.at(-1)?.id ?? '')
    timeline.send({ body: 'mine' })
    await shows(timeline, ({ rows, after }) => after === 'end' && rows.at(-1)?.state === 'sent')
    expect(bodies(timeline.get().rows).at(-1)).toBe('mine')
  })

  it('fails after eight refusals that may pass, holds what comes after it, and can be tried again', async () => {
    const { timeline, line, arrived, inTime, outbox } = await openDirect({ line: 'busy' })
    const id = timeline.send({ body: 'a' })
    timeline.send({ body: 'b' })
    await inTime(() => expect(states(outbox.get())).toEqual(['failed', 'queued']))
    expect(line.tries.get('messages.send')).toBe(8)
    expect(timeline.get().rows).toMatchObject([
      { state: 'failed', writes: [{ failure: { code: 'busy', retryable: true } }] },
      {},
    ])
    line.set('up')
    await inTime(() => expect(line.tries.get('messages.send')).toBe(8))
    outbox.retry(id)
    await shows(outbox, isEmpty)
    expect(await arrived()).toEqual(['a', 'b'])
  })

  it('is not sent again by asking for it while it is under way, and given up when the outbox is wiped', async () => {
    const world = openWorld()
    const ann = world.session('ann')
    const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
    const signals: (AbortSignal | undefined)[] = []
    const send: Session['messages']['send'] = (_, options) => {
      signals.push(options?.signal)
      return new Promise(() => {})
    }
    const { outbox } = world.views({ ...ann, messages: { ...ann.messages, send } })
    await shows(outbox, ({ state }) => state === 'sending')
    const input = { id: newId(), conversationId, body: 'one' }
    outbox.add(conversationId, { verb: 'messages.send', input })
    await shows(outbox, ({ entries }) => entries[0]?.state === 'sending')
    outbox.retry(input.id)
    expect(states(outbox.get())).toEqual(['sending'])
    expect(signals.map((signal) => signal?.aborted)).toEqual([false])
    await outbox.wipe()
    expect(signals.map((signal) => signal?.aborted)).toEqual([true])
  })

  it('that is refused stays visible with the reason, until it is discarded', async () => {
    const { timeline, arrived, outbox } = await openDirect()
    const refused = timeline.send({ body: '   ' })
    timeline.edit({ messageId: refused, body: 'depends on it' })
    timeline.send({ body: 'b' })
    await shows(outbox, (snapshot) => states(snapshot)[0] === 'failed')
    expect(timeline.get().rows[0]?.writes[0]?.failure).toEqual({
      code: 'invalid',
      reason: null,
      retryable: false,
      retryAt: null,
    })
    expect(await arrived()).toEqual([])
    outbox.discard(refused)
    await shows(outbox, isEmpty)
    expect(await arrived()).toEqual(['b'])
    expect(bodies(timeline.get().rows)).toEqual(['b'])
  })
})

describe('what I do to messages', () => {
  it('shows at once, and is done when the line is up', async () => {
    const { timeline, ben, line, conversationId, outbox } = await openDirect()
    await say(ben, conversationId, ['theirs', 'hidden'])
    const mine = timeline.send({ body: 'mine' })
    await shows(timeline, ({ rows }) => rows.length === 3 && rows.every(({ state }) => state === 'sent'))
    const [theirs = '', hidden = ''] = timeline.get().rows.map(({ id }) => id)
    line.set('down')
    timeline.edit({ messageId: mine, body: 'edited' })
    timeline.react(theirs, '👍')
    timeline.pin(theirs)
    timeline.hide(hidden)
    timeline.markRead(1)
    timeline.markRead(2)
    const { rows } = timeline.get()
    expect(rows).toMatchObject([
      { body: 'theirs', reactions: [{ emoji: '👍', count: 1, userIds: ['ann'] }], pinnedBy: 'ann', state: 'sent' },
      { body: 'edited', state: 'sent', writes: [{ write: { verb: 'messages.edit' } }] },
    ])
    const { messages } = await ben.messages.list({ conversationId, order: 'asc' })
    expect(messages.map(({ body, pinnedAt }) => ({ body, pinnedAt }))).toEqual(
      ['theirs', 'hidden', 'mine'].map((body) => ({ body, pinnedAt: null })),
    )
    await shows(outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    line.set('up')
    await shows(outbox, isEmpty)
    expect(timeline.get().rows).toMatchObject([
      { body: 'theirs', reactions: [{ emoji: '👍' }], pinnedBy: 'ann', writes: [] },
      { body: 'edited', writes: [] },
    ])
    // Two marks that waited are one.
    expect(line.tries.get('receipts.markRead')).toBeLessThanOrEqual(2)
    expect(await ben.receipts.list({ conversationId })).toMatchObject({ receipts: [{ userId: 'ann', readSeq: 2 }, {}] })
    timeline.unreact(theirs, '👍')
    timeline.unpin(theirs)
    timeline.retract(mine)
    expect(timeline.get().rows).toMatchObject([{ reactions: [], pinnedAt: null }, { body: null }])
    await shows(outbox, isEmpty)
  })

  it('to a message that is not sent yet waits for it', async () => {
    const { timeline, ben, line, outbox, conversationId } = await openDirect({ line: 'down' })
    const id = timeline.send({ body: 'helo' })
    timeline.edit({ messageId: id, body: 'hello' })
    expect(bodies(timeline.get().rows)).toEqual(['hello'])
    line.set('up')
    await shows(outbox, isEmpty)
    const { revisions } = await ben.messages.revisions({ messageId: id })
    expect(revisions.map(({ body }) => body)).toEqual(['helo', 'hello'])
    expect(timeline.get()).toMatchObject({ conversationId, rows: [{ body: 'hello' }] })
  })

  it('and is refused holds nothing up', async () => {
    const { timeline, ben, outbox, conversationId } = await openDirect()
    await say(ben, conversationId, ['theirs'])
    await shows(timeline, ({ rows }) => rows.length === 1)
    const [theirs = ''] = timeline.get().rows.map(({ id }) => id)
    timeline.edit({ messageId: theirs, body: 'not mine to edit' })
    timeline.react(theirs, '👍')
    timeline.send({ body: 'mine' })
    await shows(outbox, (snapshot) => states(snapshot).join() === 'failed')
    await shows(timeline, ({ rows }) => rows[1]?.state === 'sent')
    expect(timeline.get().rows[0]).toMatchObject({
      body: 'theirs',
      reactions: [{ emoji: '👍' }],
      writes: [{ failure: { code: 'forbidden', reason: 'not_author', retryable: false } }],
    })
  })

  it('is remembered nowhere once it is done', async () => {
    const { timeline, ben, outbox, conversationId, inTime } = await openDirect()
    await say(ben, conversationId, [1, 2])
    const added = vi.spyOn(Set.prototype, 'add')
    onTestFinished(() => added.mockRestore())
    const ids: string[] = []
    for (const seq of [1, 2]) {
      timeline.markRead(seq)
      ids.push(...outbox.get().entries.map(({ id }) => id))
      await inTime(() => expect(outbox.get().entries).toEqual([]))
    }
    const collections = added.mock.contexts.filter((set) => set instanceof Set && ids.every((id) => set.has(id)))
    expect([ids.length, collections]).toEqual([2, []])
  })

  it('marks at most once a second', async () => {
    const { timeline, ben, line, inTime, outbox, conversationId } = await openDirect()
    await say(ben, conversationId, [1, 2, 3])
    timeline.markRead(1)
    await shows(outbox, isEmpty)
    timeline.markRead(2)
    timeline.markRead(3)
    expect(outbox.get().entries).toMatchObject([{ state: 'queued', write: { input: { seq: 3 } } }])
    expect(line.tries.get('receipts.markRead')).toBe(1)
    await inTime(() => expect(outbox.get().entries).toEqual([]))
    expect(line.tries.get('receipts.markRead')).toBe(2)
  })
})

describe('an outbox with a store that stays', () => {
  const folder = async (): Promise<string> => {
    const path = await mkdtemp(join(tmpdir(), 'msg-outbox-'))
    onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
    return join(path, 'outbox.json')
  }

  it('survives the end of the process, in order, each of it arriving once', async () => {
    const path = await folder()
    const { world, timeline, line, views, ann, conversationId, arrived } = await openDirect({
      line: 'down',
      store: fileOutboxStore(path)(),
    })
    const sent = ['one', 'two', 'three'].map((body) => timeline.send({ body }))
    await shows(views.outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    // The first arrives, and its answer does not.
    line.set('loses answers')
    await eventually(async () => {
      world.clock.advance(1_000)
      expect(await arrived()).toEqual(['one'])
    })
    views.close()
    const later = world.views(overLine(ann, 'down').session, { outbox: fileOutboxStore(path)() })
    const shown = later.timeline({ conversationId })
    await shows(shown, ({ rows }) => rows.length === 3)
    expect(shown.get().rows.map(({ id }) => id)).toEqual(sent)
    expect(shown.get().rows.map(({ state }) => state)).toEqual(['sent', 'queued', 'queued'])
    later.close()
    const last = world.views(ann, { outbox: fileOutboxStore(path)() })
    await shows(last.outbox, ({ state, entries }) => state === 'sending' && entries.length === 0)
    expect(await arrived()).toEqual(['one', 'two', 'three'])
    await eventually(async () => expect(await fileOutboxStore(path)().load('ann')).toEqual([]))
  })

  it('shared by two tabs is sent by one of them, shown by both, and by the other once that is gone', async () => {
    const openStore = fileOutboxStore(await folder())
    const { world, timeline, line, views, ann, conversationId, arrived } = await openDirect({ store: openStore() })
    const otherLine = overLine(ann)
    const other = world.views(otherLine.session, { outbox: openStore() })
    const shown = other.timeline({ conversationId })
    await shows(other.outbox, ({ state }) => state === 'standby')
    line.set('down')
    shown.send({ body: 'from the other' })
    await shows(timeline, ({ rows }) => rows.length === 1)
    timeline.send({ body: 'from the first' })
    await shows(shown, ({ rows }) => rows.length === 2)
    line.set('up')
    await shows(other.outbox, isEmpty)
    await shows(shown, ({ rows }) => rows.length === 2 && rows.every(({ state }) => state === 'sent'))
    expect(await arrived()).toEqual(['from the other', 'from the first'])
    expect(otherLine.sent).toEqual([])
    views.close()
    await shows(other.outbox, ({ state }) => state === 'sending')
    shown.send({ body: 'alone' })
    await shows(other.outbox, isEmpty)
    expect(otherLine.sent).toEqual(['alone'])
  })

  it('is told by one tab what another does to what waits', async () => {
    const openStore = fileOutboxStore(await folder())
    const { world, timeline, views, ann, conversationId } = await openDirect({ store: openStore() })
    const other = world.views(ann, { outbox: openStore() })
    await shows(other.outbox, ({ state }) => state === 'standby')
    const refused = timeline.send({ body: '  ' })
    const second = timeline.send({ body: 'b' })
    await shows(other.outbox, (snapshot) => states(snapshot).join() === 'failed,queued')
    other.outbox.discard(refused)
    await shows(views.outbox, isEmpty)
    const { messages } = await ann.messages.list({ conversationId })
    expect(messages.map(({ id }) => id)).toEqual([second])
  })

  it('is wiped at signing out', async () => {
    const path = await folder()
    const { timeline, views } = await openDirect({ line: 'down', store: fileOutboxStore(path)() })
    timeline.send({ body: 'secret' })
    await shows(views.outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    await views.outbox.wipe()
    expect(views.outbox.get().entries).toEqual([])
    expect(timeline.get().rows).toEqual([])
    expect(await fileOutboxStore(path)().load('ann')).toEqual([])
  })

  it('is wiped before it is known what there is', async () => {
    const path = await folder()
    const { world, timeline, line, views, ann, arrived } = await openDirect({
      line: 'down',
      store: fileOutboxStore(path)(),
    })
    timeline.send({ body: 'secret' })
    await shows(views.outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    views.close()
    line.set('up')
    const { outbox } = world.views(ann, { outbox: fileOutboxStore(path)() })
    const seen: number[] = []
    outbox.subscribe(({ entries }) => seen.push(entries.length))
    await outbox.wipe()
    await shows(outbox, ({ state }) => state === 'sending')
    expect([Math.max(...seen), await arrived()]).toEqual([0, []])
  })

  it('goes on in memory, and says so, when the store refuses', async () => {
    const broken: OutboxStore = { ...memoryOutboxStore(), put: () => Promise.reject(new Error('full')) }
    const { timeline, views, arrived } = await openDirect({ store: broken })
    timeline.send({ body: 'hello' })
    await shows(views.outbox, ({ kept }) => !kept)
    await eventually(async () => expect(await arrived()).toEqual(['hello']))
  })
})

describe('a page that its browser puts to sleep while it is sending', () => {
  afterEach(() => void vi.unstubAllGlobals())

  /** Ann's two tabs, and the page of the first. */
  const openPages = async (own: Partial<OutboxStore> = {}) => {
    const path = await mkdtemp(join(tmpdir(), 'msg-outbox-'))
    onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
    const openStore = fileOutboxStore(join(path, 'outbox.json'))
    const page = new EventTarget()
    vi.stubGlobal('document', page)
    const { line: firstLine, ...opened } = await openDirect({ line: 'down', store: { ...openStore(), ...own } })
    vi.stubGlobal('document', new EventTarget())
    const otherLine = overLine(opened.ann)
    const other = opened.world.views(otherLine.session, { outbox: openStore() })
    await shows(other.outbox, ({ state }) => state === 'standby')
    return { ...opened, page, firstLine, otherLine, other }
  }

  it('leaves that to another, and takes its turn again once it is awake', async () => {
    const { page, outbox, other, otherLine, firstLine, timeline, conversationId, arrived } = await openPages()
    timeline.send({ body: 'before it slept' })
    await shows(other.outbox, ({ entries }) => entries.length === 1)
    page.dispatchEvent(new Event('freeze'))
    expect(outbox.get().state).toBe('standby')
    await shows(other.outbox, (snapshot) => snapshot.state === 'sending' && isEmpty(snapshot))
    other.timeline({ conversationId }).send({ body: 'while it slept' })
    await shows(other.outbox, isEmpty)
    expect(await arrived()).toEqual(['before it slept', 'while it slept'])

    page.dispatchEvent(new Event('resume'))
    firstLine.set('up')
    expect(outbox.get().state).toBe('standby')
    timeline.send({ body: 'once it was awake' })
    await shows(outbox, isEmpty)
    expect(otherLine.sent).toEqual(['before it slept', 'while it slept', 'once it was awake'])
    other.close()
    await shows(outbox, ({ state }) => state === 'sending')
    const tried = firstLine.sent.length
    timeline.send({ body: 'alone' })
    await shows(outbox, isEmpty)
    expect(firstLine.sent.slice(tried)).toEqual(['alone'])
    expect(otherLine.sent).not.toContain('alone')
  })

  it('learns of what others did meanwhile once it is awake', async () => {
    // Of what it slept through nobody tells it.
    const { page, outbox, timeline, other } = await openPages({ onChange: () => () => {} })
    timeline.send({ body: 'before it slept' })
    await shows(other.outbox, ({ entries }) => entries.length === 1)
    page.dispatchEvent(new Event('freeze'))
    await shows(other.outbox, (snapshot) => snapshot.state === 'sending' && isEmpty(snapshot))
    expect(states(outbox.get())).toEqual(['queued'])
    page.dispatchEvent(new Event('resume'))
    await shows(outbox, isEmpty)
  })
})

describe('two tabs of which one is sending', () => {
  /** Ann's two tabs; of what the first of them sends, the first try of each verb hangs until the test has it fail or go on. */
  const openTabs = async () => {
    const path = await mkdtemp(join(tmpdir(), 'msg-outbox-'))
    onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
    const openStore = fileOutboxStore(join(path, 'outbox.json'))
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
    const hung = deferred<void>()
    const tried: string[] = []
    const hanging =
      <Input, Answer>(name: string, verb: (input: Input) => Promise<Answer>) =>
      async (input: Input): Promise<Answer> => {
        tried.push(name)
        if (tried.filter((one) => one === name).length === 1) await hung.promise
        return verb(input)
      }
    const slow: Session = {
      ...ann,
      messages: { ...ann.messages, send: hanging('send', ann.messages.send) },
      receipts: { ...ann.receipts, markRead: hanging('mark', ann.receipts.markRead) },
    }
    const first = world.views(slow, { outbox: openStore() })
    await shows(first.outbox, ({ state }) => state === 'sending')
    const second = world.views(ann, { outbox: openStore() })
    await shows(second.outbox, ({ state }) => state === 'standby')
    return { world, ann, ben, conversationId, first, second, hung, tried }
  }

  it('what is taken back in the other is not tried again', async () => {
    const { world, ben, conversationId, first, second, hung, tried } = await openTabs()
    const id = second.timeline({ conversationId }).send({ body: 'never mind' })
    await eventually(() => expect(tried).toEqual(['send']))
    second.outbox.discard(id)
    await shows(first.outbox, isEmpty)
    hung.reject(new MsgError('offline', 'the line is down', { outcome: 'none' }))
    first.timeline({ conversationId }).send({ body: 'something else' })
    await eventually(() => {
      world.clock.advance(1_000)
      expect(first.outbox.get().entries).toEqual([])
    })
    const { messages } = await ben.messages.list({ conversationId })
    expect(messages.map(({ body }) => body)).toEqual(['something else'])
  })

  it('a mark made in the other meanwhile is not lost', async () => {
    const { world, ann, ben, conversationId, first, second, hung, tried } = await openTabs()
    await say(ben, conversationId, [1, 2])
    first.timeline({ conversationId }).markRead(1)
    await shows(second.outbox, ({ entries }) => entries.length === 1)
    await eventually(() => expect(tried).toEqual(['mark']))
    second.timeline({ conversationId }).markRead(2)
    await shows(first.outbox, ({ entries }) =>
      entries.some(({ write }) => 'seq' in write.input && write.input.seq === 2),
    )
    hung.resolve()
    await eventually(() => {
      world.clock.advance(1_000)
      for (const { outbox } of [first, second]) expect(outbox.get().entries).toEqual([])
    })
    expect((await ann.conversations.get({ conversationId })).me).toMatchObject({ readSeq: 2, unread: { count: 0 } })
  })
})

it('an outbox whose store is full keeps what is written in memory, whatever another tab does', async () => {
  const path = await mkdtemp(join(tmpdir(), 'msg-outbox-'))
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
  const openStore = fileOutboxStore(join(path, 'outbox.json'))
  let isFull = false
  const own = openStore()
  const put: OutboxStore['put'] = (entry) => (isFull ? Promise.reject(new Error('full')) : own.put(entry))
  const { world, timeline, line, views, ann, conversationId, arrived } = await openDirect({
    line: 'down',
    store: { ...own, put },
  })
  const other = world.views(ann, { outbox: openStore() })
  await shows(other.outbox, ({ state }) => state === 'standby')
  timeline.send({ body: 'kept' })
  await shows(other.outbox, ({ entries }) => entries.length === 1)
  isFull = true
  timeline.send({ body: 'only here' })
  await shows(views.outbox, ({ kept }) => !kept)
  other.timeline({ conversationId }).send({ body: 'of the other' })
  await shows(views.outbox, ({ entries }) => entries.length === 3)
  // Neither tab knew of the other's: which comes first is nobody's to say.
  const [first, ...rest] = bodies(timeline.get().rows)
  expect([first, new Set(rest)]).toEqual(['kept', new Set(['only here', 'of the other'])])
  line.set('up')
  await shows(views.outbox, isEmpty)
  const texts = await arrived()
  expect([texts.length, texts[0], new Set(texts)]).toEqual([3, 'kept', new Set(['kept', 'only here', 'of the other'])])
})

it('a tab that waits for its turn sends what only it has, after what it wrote before', async () => {
  const path = await mkdtemp(join(tmpdir(), 'msg-outbox-'))
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
  const openStore = fileOutboxStore(join(path, 'outbox.json'))
  const { world, line, views, ann, conversationId, arrived } = await openDirect({ line: 'down', store: openStore() })
  let isFull = false
  const own = openStore()
  const put: OutboxStore['put'] = (entry) => (isFull ? Promise.reject(new Error('full')) : own.put(entry))
  const otherLine = overLine(ann)
  const other = world.views(otherLine.session, { outbox: { ...own, put } })
  await shows(other.outbox, ({ state }) => state === 'standby')
  const shown = other.timeline({ conversationId })
  shown.send({ body: 'kept' })
  await shows(views.outbox, ({ entries }) => entries.length === 1)
  isFull = true
  shown.send({ body: 'only here' })
  await shows(other.outbox, ({ kept }) => !kept)
  expect(otherLine.sent).toEqual([])
  line.set('up')
  await shows(other.outbox, isEmpty)
  expect(other.outbox.get().state).toBe('standby')
  expect(await arrived()).toEqual(['kept', 'only here'])
  expect(otherLine.sent).toEqual(['only here'])
})

it('what is written after what another tab wrote comes after it, though nobody told of that', async () => {
  const world = openWorld()
  const ann = world.session('ann')
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  const kept = memoryOutboxStore()
  const open = () => world.views(overLine(ann, 'down').session, { outbox: kept }).outbox
  const tabs = [open(), open()]
  await Promise.all(tabs.map((tab) => shows(tab, ({ state }) => state === 'sending')))
  for (const [n, tab] of [0, 0, 1, 1, 0].entries()) {
    world.clock.advance(1)
    const id = newId()
    tabs[tab]?.add(conversationId, { verb: 'messages.send', input: { conversationId, id, body: `${n}` } })
  }
  await eventually(async () => expect(await kept.load('ann')).toHaveLength(5))
  const later = await shows(open(), ({ entries }) => entries.length === 5)
  expect(later.entries.map(({ write }) => 'body' in write.input && write.input.body)).toEqual(['0', '1', '2', '3', '4'])
})

it('an outbox stops when the session is over, and goes on when told to', async () => {
  const world = openWorld()
  const ann = world.session('ann')
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  let signedIn = false
  const send: typeof ann.messages.send = async (input) => {
    if (!signedIn) throw new MsgError('unauthenticated', 'sign in')
    return ann.messages.send(input)
  }
  const views = world.views({ ...ann, messages: { ...ann.messages, send } })
  views.outbox.add(conversationId, {
    verb: 'messages.send',
    input: { conversationId, id: '01900000-0000-7000-8000-000000000001', body: 'hello' },
  })
  await shows(views.outbox, ({ paused }) => paused === 'unauthenticated')
  expect(states(views.outbox.get())).toEqual(['queued'])
  signedIn = true
  views.outbox.resume()
  await shows(views.outbox, isEmpty)
  expect(views.outbox.get().paused).toBe(null)
})
