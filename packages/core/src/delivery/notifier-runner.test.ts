import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Clock } from '../ports/clock.ts'
import { silentLogger } from '../ports/logger.ts'
import type { NoticeOutcome, Notifier } from '../ports/notifier.ts'
import type { Store } from '../ports/store.ts'

/** A clock that passes when told to, and remembers for how long it was last waited on it. */
const handClock = () => {
  let now = Date.parse('2026-01-01T00:00:00.000Z')
  const waits = new Set<{ readonly at: number; readonly task: () => void }>()
  let last = 0
  const clock: Clock = {
    now: () => now,
    after(milliseconds, task) {
      last = milliseconds
      const wait = { at: now + milliseconds, task }
      waits.add(wait)
      return () => void waits.delete(wait)
    },
  }
  return {
    clock,
    lastWait: () => last,
    pass(milliseconds: number): void {
      now += milliseconds
      for (const wait of waits) if (wait.at <= now && waits.delete(wait)) wait.task()
    },
  }
}

/** A store in memory that counts how often a notifier reads and remembers. */
const countingStore = (clock: Clock) => {
  const sound = createMemoryStore({ clock })
  const counts = { reads: 0, changes: 0, advances: 0 }
  const store: Store = {
    ...sound,
    log(range) {
      counts.reads += 1
      return sound.log(range)
    },
    notifiers: {
      ...sound.notifiers,
      changes(positions) {
        counts.changes += 1
        return sound.notifiers.changes(positions)
      },
      advance(step) {
        counts.advances += 1
        return sound.notifiers.advance(step)
      },
    },
  }
  return { store, counts }
}

const notifierOf = (answer: () => NoticeOutcome, more: Partial<Notifier> = {}): Notifier => ({
  name: 'test',
  types: ['message.sent'],
  notify: async () => answer(),
  ...more,
})

test('how far a notifier has come is remembered a moment later, once for all it told, and then nobody is in a hurry', async () => {
  const { clock, lastWait, pass } = handClock()
  const { store, counts } = countingStore(clock)
  await using messaging = createMessaging({ store, clock, notifiers: [notifierOf(() => ({ status: 'done' }))] })
  const told = (): number => messaging.notifierCounts()[0]?.told ?? 0
  const alice = messaging.as('alice')
  for (const n of [1, 2, 3]) {
    await alice.messages.sendToUsers({ userIds: ['bob'], body: `${n}` })
    await expect.poll(told).toBe(n)
  }
  await expect.poll(lastWait).toBe(100)
  expect(counts.advances).toBe(0)
  pass(100)
  await expect.poll(lastWait).toBe(1_000)
  expect(counts.advances).toBe(1)
})

test('who tells many lets some more gather, and reads them at once', async () => {
  const { clock, lastWait, pass } = handClock()
  const { store, counts } = countingStore(clock)
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const notifier: Notifier = {
    ...notifierOf(() => ({ status: 'done' })),
    notify: () => held.then(() => ({ status: 'done' })),
  }
  await using messaging = createMessaging({ store, clock, notifiers: [notifier] })
  const told = (): number => messaging.notifierCounts()[0]?.told ?? 0
  const alice = messaging.as('alice')
  const send = (count: number) =>
    Promise.all(Array.from({ length: count }, () => alice.messages.sendToUsers({ userIds: ['bob'], body: 'hello' })))
  await send(1)
  await expect.poll(lastWait).toBe(30_000)
  await send(5)
  release()
  await expect.poll(told).toBe(6)
  await expect.poll(lastWait).toBe(50)
  const { reads } = counts
  for (const count of [1, 2, 3]) await send(count)
  pass(50)
  await expect.poll(told).toBe(12)
  expect(counts.reads).toBe(reads + 1)
})

test('while the outside is away nothing is read but, now and then, one change; when it is back it need not be looked for', async () => {
  const { clock, lastWait, pass } = handClock()
  const { store, counts } = countingStore(clock)
  let here = false
  let attempts = 0
  let back = (): void => {}
  const answer = (): NoticeOutcome => {
    attempts += 1
    return here ? { status: 'done' } : { status: 'away', reason: 'not_here' }
  }
  const onReturn = (listener: () => void) => {
    back = listener
    return () => {}
  }
  await using messaging = createMessaging({ store, clock, notifiers: [notifierOf(answer, { onReturn })] })
  const alice = messaging.as('alice')
  const send = () => alice.messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
  await send()
  await expect.poll(() => attempts).toBe(1)
  await expect.poll(lastWait).toBeLessThanOrEqual(1_000)
  const before = { ...counts }
  for (let n = 0; n < 50; n += 1) await send()
  pass(1_000)
  // Who begins to wait only now waits for what is due already.
  const attemptsByNow = (): number => {
    pass(0)
    return attempts
  }
  await expect.poll(attemptsByNow).toBe(2)
  expect(counts).toEqual({ ...before, changes: 1 })
  here = true
  back()
  await expect.poll(() => messaging.notifierCounts()[0]).toMatchObject({ told: 51, failed: 0, parked: 0 })
  expect(attempts).toBe(53)
})

test('of those who find at the same time that the outside is away the first is listened to, and one looks for it', async () => {
  const { clock, pass } = handClock()
  const lines: string[] = []
  const note = (line: string): void => void lines.push(line)
  const logger = { ...silentLogger(), info: note, warn: note }
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  let here = false
  let attempts = 0
  const notify = async (): Promise<NoticeOutcome> => {
    attempts += 1
    if (attempts === 1) await held
    return here || attempts === 1 ? { status: 'done' } : { status: 'away', reason: 'not_here' }
  }
  const notifier: Notifier = { ...notifierOf(() => ({ status: 'done' })), notify }
  await using messaging = createMessaging({ clock, logger, takeover: 1e9, notifiers: [notifier] })
  const counts = () => messaging.notifierCounts()[0]
  const send = (userId: string) => messaging.as('alice').messages.sendToUsers({ userIds: [userId], body: 'hello' })
  await send('bob')
  await expect.poll(() => attempts).toBe(1)
  await Promise.all(Array.from({ length: 10 }, (_, n) => send(`user${n}`)))
  release()
  await expect.poll(counts).toMatchObject({ told: 1, parked: 10 })
  const before = attempts
  // Who begins to wait only now waits for what is due already.
  const attemptsAfter = (milliseconds: number) => {
    pass(milliseconds)
    return () => {
      pass(0)
      return attempts
    }
  }
  await expect.poll(attemptsAfter(1_000)).toBe(before + 1)
  here = true
  await expect.poll(attemptsAfter(2_000)).toBe(before + 11)
  await expect.poll(counts).toMatchObject({ told: 11, failed: 0, parked: 0 })
  expect(lines).toEqual(['a notifier cannot tell anything now; everything waits', 'a notifier tells again'])
})

describe('a clock that is set back keeps a notifier', () => {
  const day = 86_400_000
  const open = () => {
    const { clock: outside, lastWait, pass } = handClock()
    let back = 0
    const clock: Clock = { ...outside, now: () => outside.now() - back }
    let passes = 0
    /** A minute passes in all, however often it is asked. */
    const passing = <T>(look: () => T) => {
      if (passes < 60) pass(1_000)
      passes += 1
      return look()
    }
    return { clock, lastWait, passing, setBack: () => (back = day) }
  }

  test('no longer from reading on', async () => {
    const { clock, lastWait, setBack } = open()
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let calls = 0
    const notify = async (): Promise<NoticeOutcome> => {
      calls += 1
      if (calls === 1) await held
      if (calls === 2) setBack()
      return { status: 'done' }
    }
    const notifier: Notifier = { ...notifierOf(() => ({ status: 'done' })), notify }
    await using messaging = createMessaging({ clock, takeover: 1e9, notifiers: [notifier] })
    const send = () => messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
    await send()
    await expect.poll(() => calls).toBe(1)
    await Promise.all(Array.from({ length: 5 }, send))
    release()
    await expect.poll(() => messaging.notifierCounts()[0]?.told).toBe(6)
    await expect.poll(lastWait).toBe(50)
  })

  test.each([
    ['looking whether the outside is back', { status: 'away', reason: 'not_here' }],
    ['trying again what failed', { status: 'failed', reason: 'http_500' }],
  ] as const)('no longer from %s', async (_, answer) => {
    const { clock, passing, setBack } = open()
    let attempts = 0
    const failing = (): NoticeOutcome => {
      attempts += 1
      return answer
    }
    await using messaging = createMessaging({ clock, takeover: 1e9, notifiers: [notifierOf(failing)] })
    await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
    await expect.poll(() => messaging.notifierCounts()[0]?.parked).toBe(1)
    setBack()
    await expect.poll(() => passing(() => attempts)).toBeGreaterThan(1)
  })
})

test('why a notifier fails is said once, until it tells again or fails for another reason', async () => {
  const { clock, pass } = handClock()
  const lines: unknown[] = []
  const logger = { ...silentLogger(), warn: (_: string, fields?: object) => void lines.push(fields) }
  const answers = ['http_500', 'http_500', 'http_503', null, 'http_503'] as const
  let attempts = 0
  const answer = (): NoticeOutcome => {
    const reason = answers[attempts] ?? null
    attempts += 1
    return reason === null ? { status: 'done' } : { status: 'failed', reason }
  }
  await using messaging = createMessaging({ clock, logger, takeover: 1e9, notifiers: [notifierOf(answer)] })
  const send = () => messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
  const counts = () => messaging.notifierCounts()[0]
  await send()
  const retried = () => {
    pass(600_000)
    return counts()
  }
  await expect.poll(retried).toMatchObject({ told: 1, failed: 3, parked: 0 })
  await send()
  await expect.poll(counts).toMatchObject({ failed: 4 })
  const told = { notifier: 'test', change: expect.any(String) }
  expect(lines).toEqual([
    { ...told, attempt: 1, reason: 'http_500' },
    { ...told, attempt: 3, reason: 'http_503' },
    { ...told, attempt: 1, reason: 'http_503' },
  ])
})

/** A notifier that answers when a test says so, by the text of the message. */
const holdingNotifier = () => {
  const calls = new Map<string, { readonly signal: AbortSignal; readonly answer: () => void }>()
  const notifier: Notifier = {
    ...notifierOf(() => ({ status: 'done' })),
    notify: ({ change }, { signal }) =>
      new Promise((resolve) => {
        const body = change.type === 'message.sent' && change.subject !== 'gone' ? change.subject.body : null
        calls.set(body ?? '', { signal, answer: () => resolve({ status: 'done' }) })
      }),
  }
  return { notifier, calls }
}

test('who never answers is given up after thirty seconds and its signal fires, while who was asked later has time left', async () => {
  const { clock, pass } = handClock()
  const { notifier, calls } = holdingNotifier()
  await using messaging = createMessaging({ clock, takeover: 1e9, notifiers: [notifier] })
  const alice = messaging.as('alice')
  const send = (userId: string, body: string) => alice.messages.sendToUsers({ userIds: [userId], body })
  await send('dave', 'first')
  await expect.poll(() => calls.has('first')).toBe(true)
  for (const [userId, body] of [
    ['bob', 'lost'],
    ['carol', 'one'],
    ['carol', 'two'],
  ] as const)
    await send(userId, body)
  calls.get('first')?.answer()
  await expect.poll(() => [...calls.keys()]).toEqual(['first', 'lost', 'one'])
  pass(20_000)
  calls.get('one')?.answer()
  await expect.poll(() => calls.has('two')).toBe(true)
  pass(9_999)
  expect(calls.get('lost')?.signal.aborted).toBe(false)
  pass(1)
  expect(calls.get('lost')?.signal.aborted).toBe(true)
  pass(19_999)
  calls.get('two')?.answer()
  await expect.poll(() => messaging.notifierCounts()[0]).toMatchObject({ told: 3, failed: 1, parked: 1 })
  expect(calls.get('two')?.signal.aborted).toBe(false)
})

test('what is under way when the engine closes is ended after a few seconds, and told by who comes next', async () => {
  const { clock, pass } = handClock()
  const { notifier, calls } = holdingNotifier()
  const store: Store = { ...createMemoryStore({ clock }), close: async () => {} }
  const messaging = createMessaging({ store, clock, notifiers: [notifier] })
  await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
  await expect.poll(() => calls.size).toBe(1)
  const closed = messaging.close()
  pass(4_999)
  expect(calls.get('hello')?.signal.aborted).toBe(false)
  pass(1)
  expect(calls.get('hello')?.signal.aborted).toBe(true)
  await closed
  calls.clear()
  await using next = createMessaging({ store, clock, notifiers: [notifier] })
  await expect.poll(() => calls.has('hello')).toBe(true)
  calls.get('hello')?.answer()
  await expect.poll(() => next.notifierCounts()[0]?.told).toBe(1)
})

test('a notifier that throws, instead of rejecting, fails that change alone', async () => {
  let calls = 0
  const notifier = notifierOf(() => ({ status: 'done' }), {
    notify() {
      calls += 1
      if (calls === 1) throw new Error('not even a promise')
      return Promise.resolve({ status: 'done' })
    },
  })
  await using messaging = createMessaging({ notifiers: [notifier] })
  const alice = messaging.as('alice')
  await alice.messages.sendToUsers({ userIds: ['bob'], body: 'fails' })
  await expect.poll(() => messaging.notifierCounts()[0]).toMatchObject({ failed: 1, parked: 1 })
  await alice.messages.sendToUsers({ userIds: ['carol'], body: 'does not' })
  await expect.poll(() => messaging.notifierCounts()[0]?.told).toBeGreaterThan(0)
})

test.each([
  undefined,
  null,
  { status: 'ok' },
  { status: 'failed' },
  { status: 'refused' },
  { status: 'failed', reason: 'http_503', retryAfter: Number.NaN },
])(
  'an answer that makes no sense, %o, fails that change alone, and twelve of them make it a dead letter, which is logged',
  async (answer) => {
    const { clock, pass } = handClock()
    const letters: unknown[] = []
    const logger = { ...silentLogger(), error: (_: string, fields?: object) => void letters.push(fields) }
    const nonsense = answer as unknown as NoticeOutcome
    const notifier = notifierOf(() => ({ status: 'done' }), {
      notify: async ({ change }) =>
        change.type === 'message.sent' && change.subject !== 'gone' && change.subject.body === 'fine'
          ? { status: 'done' }
          : nonsense,
    })
    await using messaging = createMessaging({ clock, logger, takeover: 1e9, notifiers: [notifier] })
    const alice = messaging.as('alice')
    await alice.messages.sendToUsers({ userIds: ['bob'], body: 'strange' })
    await alice.messages.sendToUsers({ userIds: ['carol'], body: 'fine' })
    const later = () => {
      pass(3_600_000)
      return messaging.notifierCounts()[0]
    }
    await expect.poll(later).toMatchObject({ told: 1, failed: 12, buried: 1, parked: 0 })
    expect(letters).toMatchObject([{ notifier: 'test', attempts: 12 }])
  },
)
