import { expect, test } from 'vitest'
import type { CommitItem, CommitOutcome } from '../ports/store.ts'
import { createCommitQueue } from './commit-queue.ts'

const item = (n: number): CommitItem => ({ conversationId: `c${n}`, actor: 'alice', changes: [], guards: [] })

const send = (n: number, body = ''): CommitItem => ({
  ...item(n),
  changes: [
    {
      type: 'message.sent',
      id: `m${n}`,
      verb: 'message',
      body,
      replyTo: null,
      mentions: [],
      words: [],
      contentHash: '',
    },
  ],
})

/** A store that answers when told to. */
const slowStore = () => {
  const batches: {
    items: readonly CommitItem[]
    answer: (outcomes: readonly CommitOutcome[]) => void
    fail: (error: unknown) => void
  }[] = []
  return {
    batches,
    commit: (items: readonly CommitItem[]) =>
      new Promise<readonly CommitOutcome[]>((answer, fail) => {
        batches.push({ items, answer, fail })
      }),
  }
}

const done = (count: number): readonly CommitOutcome[] =>
  Array.from({ length: count }, () => ({ status: 'committed', at: '', stamps: [] }))

const sizes = (batches: readonly { items: readonly unknown[] }[]) => batches.map(({ items }) => items.length)

test('an idle queue commits at once; what comes while batches are under way goes together', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 4, underWay: 1, waiting: 100 })
  const first = queue.submit(item(0))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1])
  const rest = Array.from({ length: 6 }, (_, n) => queue.submit(item(n + 1)))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1])
  store.batches[0]?.answer(done(1))
  expect(await first).toMatchObject({ status: 'committed' })
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1, 4])
  store.batches[1]?.answer(done(4))
  await Promise.all(rest.slice(0, 4))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1, 4, 2])
  store.batches[2]?.answer(done(2))
  await Promise.all(rest)
})

test('a second batch goes alongside only when it is full', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 3, underWay: 2, waiting: 100 })
  const calls = [queue.submit(item(0))]
  await Promise.resolve()
  calls.push(queue.submit(item(1)), queue.submit(item(2)))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1])
  calls.push(...[3, 4, 5, 6].map((n) => queue.submit(item(n))))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1, 3])
  store.batches[0]?.answer(done(1))
  store.batches[1]?.answer(done(3))
  await Promise.all(calls.slice(0, 4))
  await Promise.resolve()
  expect(sizes(store.batches)).toEqual([1, 3, 3])
  store.batches[2]?.answer(done(3))
  await Promise.all(calls)
})

test('where a store takes batches in line, the next goes when it is about as large, and a third only when it is full', async () => {
  const store = slowStore()
  const queue = createCommitQueue({ ...store, commitsInLine: true }, { batch: 16, underWay: 2, waiting: 100 })
  const calls: Promise<CommitOutcome>[] = []
  const submit = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) calls.push(queue.submit(item(calls.length)))
    await Promise.resolve()
  }
  const settle = async (n: number): Promise<void> => {
    const before = sizes(store.batches)
      .slice(0, n)
      .reduce((sum, size) => sum + size, 0)
    const size = store.batches[n]?.items.length ?? 0
    store.batches[n]?.answer(done(size))
    await Promise.all(calls.slice(before, before + size))
  }
  await submit(1)
  await submit(7)
  expect(sizes(store.batches)).toEqual([1])
  await submit(1)
  expect(sizes(store.batches)).toEqual([1, 8])
  await submit(15)
  expect(sizes(store.batches)).toEqual([1, 8])
  await settle(0)
  expect(sizes(store.batches)).toEqual([1, 8, 15])
  await settle(1)
  await submit(10)
  expect(sizes(store.batches)).toEqual([1, 8, 15])
  await submit(1)
  expect(sizes(store.batches)).toEqual([1, 8, 15, 11])
  await submit(15)
  expect(sizes(store.batches)).toEqual([1, 8, 15, 11])
  await submit(1)
  expect(sizes(store.batches)).toEqual([1, 8, 15, 11, 16])
  await submit(16)
  expect(sizes(store.batches)).toEqual([1, 8, 15, 11, 16])
  for (const n of [2, 3, 4, 5]) await settle(n)
  expect(await Promise.all(calls)).toHaveLength(67)
})

test('what waits goes out before the answers to what was settled', async () => {
  const happened: string[] = []
  const store = slowStore()
  const queue = createCommitQueue({
    commit: (items) => {
      happened.push(`commit of ${items.length}`)
      return store.commit(items)
    },
  })
  const first = queue.submit(item(1)).then(() => happened.push('answer'))
  await Promise.resolve()
  const others = [queue.submit(item(2)), queue.submit(item(3))]
  store.batches[0]?.answer(done(1))
  await first
  expect(happened).toEqual(['commit of 1', 'commit of 2', 'answer'])
  store.batches[1]?.fail(new Error('gone'))
  await Promise.allSettled(others)
})

test('each call is settled with the outcome of its own item', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store)
  const calls = [queue.submit(item(1)), queue.submit(item(2)), queue.submit(item(3))]
  await Promise.resolve()
  const failure = new Error('poisoned')
  store.batches[0]?.answer([{ status: 'stale' }, { status: 'failed', error: failure }])
  expect(await calls[0]).toEqual({ status: 'stale' })
  expect(await calls[1]).toEqual({ status: 'failed', error: failure })
  await expect(calls[2]).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' })
})

test('when the store fails, all of the batch fail and the next batch goes on', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 2, underWay: 1, waiting: 100 })
  const calls = [1, 2, 3].map((n) => queue.submit(item(n)))
  await Promise.resolve()
  store.batches[0]?.fail(new Error('away'))
  await expect(calls[0]).rejects.toThrow('away')
  await expect(calls[1]).rejects.toThrow('away')
  await Promise.resolve()
  store.batches[1]?.answer(done(1))
  expect(await calls[2]).toMatchObject({ status: 'committed' })
})

test('a full queue refuses with busy and stores nothing of it', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 1, underWay: 1, waiting: 2 })
  const calls = [queue.submit(item(1))]
  await Promise.resolve()
  calls.push(queue.submit(item(2)), queue.submit(item(3)))
  await expect(queue.submit(item(4))).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
  for (const n of [0, 1, 2]) {
    store.batches[n]?.answer(done(1))
    await calls[n]
    await Promise.resolve()
  }
  expect(store.batches.map(({ items }) => items[0]?.conversationId)).toEqual(['c1', 'c2', 'c3'])
})

test('while nothing can be stored, long texts fill a queue before many items do', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 1, underWay: 1, waiting: 100, characters: 10 })
  const calls = [queue.submit(send(1, 'under way already'))]
  await Promise.resolve()
  calls.push(queue.submit(send(2, 'four')), queue.submit(send(3, 'longer than that')))
  await expect(queue.submit(item(4))).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
  for (const n of [0, 1]) {
    store.batches[n]?.answer(done(1))
    await calls[n]
    await Promise.resolve()
  }
  calls.push(queue.submit(item(5)))
  for (const n of [2, 3]) {
    store.batches[n]?.answer(done(1))
    expect(await calls[n]).toMatchObject({ status: 'committed' })
    await Promise.resolve()
  }
})

test('receipts go behind the sends they wait with, and nobody passes what is neither', async () => {
  const store = slowStore()
  const queue = createCommitQueue(store, { batch: 64, underWay: 1, waiting: 100 })
  const read = (n: number): CommitItem => ({ ...item(n), changes: [{ type: 'receipt.advanced', readSeq: 1 }] })
  const calls = [read(0), send(1), read(2), item(3), read(4), send(5), item(6)]
  const answers = calls.map((call) => queue.submit(call))
  await Promise.resolve()
  const order = store.batches[0]?.items.map(({ conversationId }) => conversationId)
  expect(order).toEqual(['c1', 'c0', 'c2', 'c3', 'c5', 'c4', 'c6'])
  store.batches[0]?.answer((order ?? []).map((at) => ({ status: 'committed', at: at ?? '', stamps: [] })))
  const told = (await Promise.all(answers)).map((answer) => (answer.status === 'committed' ? answer.at : null))
  expect(told).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
})
