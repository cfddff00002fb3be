import { createManualClock } from '@msg/fake-stackexchange'
import { expect, test } from 'vitest'
import type { Clock } from '../src/clock.ts'
import { silentLogger } from '../src/logger.ts'
import { createFairQueue, type JobKind } from '../src/sender/fair-queue.ts'
import { createSender, type Job } from '../src/sender/sender.ts'
import { codeOf, deferred } from './harness.ts'

const job = (name: string, kind: JobKind = 'send', roomId = 1) => ({ name, kind, roomId })

const drained = (jobs: readonly ReturnType<typeof job>[]) => {
  const queue = createFairQueue<ReturnType<typeof job>>()
  for (const one of jobs) queue.add(one)
  const names: string[] = []
  for (let next = queue.next(); next; next = queue.next()) {
    names.push(next.name)
    queue.remove(next, 'over')
  }
  return names
}

test('deletions go before edits, edits before marks, marks before messages', () => {
  expect(drained([job('send'), job('mark', 'mark'), job('edit', 'edit'), job('delete', 'delete')])).toEqual([
    'delete',
    'edit',
    'mark',
    'send',
  ])
})

test('rooms take turns, and each keeps its order', () => {
  const jobs = [job('a1'), job('a2'), job('a3'), job('b1', 'send', 2), job('c1', 'send', 3), job('b2', 'send', 2)]
  expect(drained(jobs)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('a job that keeps its turn comes again before the other rooms', () => {
  const queue = createFairQueue<ReturnType<typeof job>>()
  const first = job('a1')
  for (const one of [first, job('a2'), job('b1', 'send', 2)]) queue.add(one)
  queue.remove(first, 'kept')
  expect(queue.next()?.name).toBe('a2')
  expect(queue.size).toBe(2)
  queue.remove(first, 'over')
  expect(queue.size).toBe(2)
})

/** A job under the test's control. */
const controlled = (kind: JobKind = 'send') => {
  const begun = deferred<void>()
  const end = deferred<void>()
  const work: Job<void> = {
    kind,
    roomId: 1,
    async attempt() {
      begun.resolve()
      await end.promise
      return { done: undefined }
    },
  }
  return { work, begun: begun.promise, end: end.resolve, fail: end.reject }
}

const useSender = () => {
  const clock = createManualClock()
  return { clock, sender: createSender({ clock, random: () => 0, logger: silentLogger }, { spacing: 1_500 }) }
}

test('writes keep their distance', async () => {
  const { clock, sender } = useSender()
  const work: Job<number> = { kind: 'send', roomId: 1, attempt: async () => ({ done: clock.now() }) }
  const times = await clock.run(Promise.all([sender.run(work), sender.run(work), sender.run(work)]), 'throttle')
  expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 1_500, 3_000])
})

test('nobody waits for a clock that was set back', async () => {
  const real = createManualClock()
  let setBack = 0
  const clock: Clock = {
    now: () => real.now() - setBack,
    elapsed: () => real.elapsed(),
    timer: (...wait) => real.timer(...wait),
  }
  const sender = createSender({ clock, random: () => 0, logger: silentLogger })
  await sender.run({ kind: 'send', roomId: 1, attempt: async () => ({ done: undefined }) })
  setBack = 3_600_000
  const second = sender.run({ kind: 'send', roomId: 1, attempt: async () => ({ done: 'sent' }) })
  expect(await real.untilTimer('throttle')).toMatchObject({ in: 1_000 })
  real.advance(1_000)
  expect(await second).toBe('sent')
})

test('a job that fails rejects alone', async () => {
  const { clock, sender } = useSender()
  const broken = controlled()
  const failed = codeOf(sender.run(broken.work))
  const next = sender.run<string>({ kind: 'send', roomId: 1, attempt: async () => ({ done: 'fine' }) })
  broken.fail(new Error('broken'))
  expect(await failed).toEqual(new Error('broken'))
  expect(await clock.run(next, 'throttle')).toBe('fine')
})

test('an edit under way is not replaced by a later one of the same message', async () => {
  const { clock, sender } = useSender()
  const first = controlled('edit')
  const second = controlled('edit')
  const third = controlled('edit')
  const running = sender.runLatest('edit 5', first.work)
  await first.begun
  const waiting = [sender.runLatest('edit 5', second.work), sender.runLatest('edit 5', third.work)]
  expect(sender.pending).toHaveLength(2)
  first.end()
  await running
  third.end()
  await clock.run(Promise.all(waiting), 'throttle')
  let secondBegan = false
  void second.begun.then(() => (secondBegan = true))
  await Promise.resolve()
  expect(secondBegan).toBe(false)
})

test('when one of two callers of the same edit gives up, the other is served', async () => {
  const { clock, sender } = useSender()
  const blocker = controlled()
  const blocked = sender.run(blocker.work)
  await blocker.begun
  const stop = new AbortController()
  const edit = controlled('edit')
  edit.end()
  const givesUp = codeOf(sender.runLatest('edit 5', { ...edit.work, signal: stop.signal }))
  const stays = sender.runLatest('edit 5', edit.work)
  stop.abort('never mind')
  expect(await givesUp).toBe('never mind')
  blocker.end()
  await blocked
  await clock.run(stays, 'throttle')
  expect(sender.pending).toEqual([])
})

test('a job that is aborted under way is told so, and rejects at once', async () => {
  const { sender } = useSender()
  const stop = new AbortController()
  const begun = deferred<void>()
  const told = deferred<unknown>()
  const running = codeOf(
    sender.run<void>({
      kind: 'send',
      roomId: 1,
      signal: stop.signal,
      attempt: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => told.resolve(signal.reason))
          begun.resolve()
        }),
    }),
  )
  await begun.promise
  stop.abort('stop')
  expect([await running, await told.promise]).toEqual(['stop', 'stop'])
})

test('an empty sender is drained at once', async () => {
  await expect(useSender().sender.drain()).resolves.toBeUndefined()
})

test('a closed sender takes no more', async () => {
  const { sender } = useSender()
  sender.close()
  expect(await codeOf(sender.run(controlled().work))).toBe('closed')
})
