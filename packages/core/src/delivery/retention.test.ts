import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import { noAttachments } from '../ports/attachments.ts'
import { silentLogger } from '../ports/logger.ts'
import type { Notifier } from '../ports/notifier.ts'

/** A clock whose timers run when told to. */
const handClock = () => {
  let tasks: (() => void)[] = []
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    after: (_: number, task: () => void) => {
      tasks.push(task)
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
    pass: (milliseconds: number) => {
      now += milliseconds
      const due = tasks
      tasks = []
      for (const task of due) task()
    },
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

test('changes older than a week are pruned, by one process, and old cursors ask for a resync', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  await using messaging = createMessaging({ store, clock })
  const alice = messaging.as('alice')
  const { cursor } = await alice.live.read()
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  for (let n = 0; n < 1_200; n += 1) await alice.messages.send({ conversationId, body: `${n}` })
  clock.pass(8 * 24 * 60 * 60_000)
  await settled()
  expect((await store.log({ after: '0', limit: 10 })).changes).toEqual([])
  await expect(alice.live.read({ after: cursor })).rejects.toMatchObject({ code: 'resync_required' })
  expect((await alice.messages.list({ conversationId, limit: 1 })).messages[0]?.seq).toBe(1_200)
})

test('what is kept can be set, and no more than that is kept', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  await using messaging = createMessaging({ store, clock, retention: { days: 7, changes: 5 } })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  for (let n = 0; n < 9; n += 1) await alice.messages.send({ conversationId, body: `${n}` })
  clock.pass(1)
  await settled()
  expect((await store.log({ after: '0', limit: 100 })).changes).toHaveLength(5)
})

test('texts that an edit replaced are kept for as long as is set, by default a year', async () => {
  for (const [textDays, days, kept] of [
    [undefined, 364, 2],
    [undefined, 366, 1],
    [30, 31, 1],
    [Infinity, 100_000, 2],
  ] as const) {
    const clock = handClock()
    const limits = textDays === undefined ? {} : { textDays }
    const retention = { days: 7, changes: 5, ...limits }
    await using messaging = createMessaging({ store: createMemoryStore({ clock }), clock, retention })
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const { id: messageId } = await alice.messages.send({ conversationId, body: 'helo' })
    await alice.messages.edit({ messageId, body: 'hello' })
    clock.pass(days * 24 * 60 * 60_000)
    await settled()
    expect((await alice.messages.revisions({ messageId })).revisions).toHaveLength(kept)
    expect((await alice.messages.get({ messageId })).editedAt).not.toBeNull()
  }
})

test('while another process prunes, this one does not', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  await store.lease({ name: 'prune', holder: 'another', milliseconds: 60_000 })
  await using messaging = createMessaging({ store, clock, retention: { days: 7, changes: 0 } })
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  clock.pass(1)
  await settled()
  expect((await store.log({ after: '0', limit: 100 })).changes).toHaveLength(1)
})

/** A notifier of this name that cannot tell anything as long as it is away. */
const absent = () => {
  let away = true
  const told: string[] = []
  const notifier: Notifier = {
    name: 'absent',
    async notify({ change }) {
      if (away) return { status: 'away', reason: 'not_here' }
      told.push(change.id)
      return { status: 'done' }
    },
  }
  return { notifier, told, back: () => (away = false) }
}

const days = 24 * 60 * 60_000

test('pruning waits for a notifier that is behind', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  const { notifier, told, back } = absent()
  await using messaging = createMessaging({ store, clock, notifiers: [notifier] })
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  clock.pass(8 * days)
  await settled()
  expect((await store.log({ after: '0', limit: 10 })).changes).toHaveLength(1)
  back()
  const pruned = async () => {
    clock.pass(60_000)
    await settled()
    return (await store.log({ after: '0', limit: 10 })).changes.length === 0
  }
  await expect.poll(pruned).toBe(true)
  expect(new Set(told).size).toBe(1)
})

test('when a log is twice as long as it should be, it is pruned with an alarm, whoever waits', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  const alarms: string[] = []
  const logger = { ...silentLogger(), error: (message: string) => alarms.push(message) }
  await using messaging = createMessaging({ store, clock, logger, notifiers: [absent().notifier] })
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  clock.pass(13 * days)
  await settled()
  expect(alarms).toEqual([])
  clock.pass(2 * days)
  await settled()
  expect(alarms).toContain('notifiers are too far behind: changes were pruned that one of them has not told')
  expect((await store.log({ after: '0', limit: 10 })).changes).toEqual([])
})

test('a file that cannot be removed keeps no erasure from being finished', async () => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  const errors: unknown[] = []
  const logger = { ...silentLogger(), error: (_: string, fields?: object) => void errors.push(fields) }
  const failing = new Error('the storage says no')
  const attachments = { ...noAttachments(), put: async () => {}, remove: async () => Promise.reject(failing) }
  await using messaging = createMessaging({ store, clock, logger, attachments })
  const alice = messaging.as('alice')
  await alice.attachments.upload({ file: new Blob(['hello']) })
  await alice.conversations.startDirect({ userId: 'bob' })
  await store.accounts.beginErasure('bob', 'erased:somebody')
  clock.pass(2 * days)
  await settled()
  expect(errors).toEqual([{ error: failing }])
  expect(await store.accounts.erasures()).toEqual([])
})

test.each([
  { days: Infinity, changes: Infinity },
  { days: 1e12, changes: 1e300, textDays: 1e12 },
])('what is kept for longer than there are times is kept, and the rest of upkeep goes on: %o', async (retention) => {
  const clock = handClock()
  const store = createMemoryStore({ clock })
  await using messaging = createMessaging({ store, clock, retention, notifiers: [absent().notifier] })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id: messageId } = await alice.messages.send({ conversationId, body: 'helo' })
  await alice.messages.edit({ messageId, body: 'hello' })
  await store.accounts.beginErasure('carol', 'erased:somebody')
  clock.pass(400 * days)
  await settled()
  expect((await store.log({ after: '0', limit: 10 })).changes).toHaveLength(3)
  expect((await alice.messages.revisions({ messageId })).revisions).toHaveLength(
    retention.textDays === undefined ? 1 : 2,
  )
  expect(await store.accounts.erasures()).toEqual([])
})
