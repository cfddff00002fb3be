import { expect, test } from 'vitest'
import { MsgError } from '../errors.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Store } from '../ports/store.ts'
import type { LiveEvent, LiveSubscription } from '../session.ts'

/** A clock whose timers run when told to. */
const handClock = () => {
  let tasks: readonly (() => void)[] = []
  return {
    now: () => Date.UTC(2026, 0, 1),
    after: (_: number, task: () => void) => {
      tasks = [...tasks, task]
      return () => {
        tasks = tasks.filter((other) => other !== task)
      }
    },
    ring: () => {
      const due = tasks
      tasks = []
      for (const task of due) task()
    },
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** A store whose erasures fail at their third step, once. */
const failingOnce = (sound: Store): Store => {
  let steps = 0
  return {
    ...sound,
    accounts: {
      ...sound.accounts,
      eraseStep: async (userId, limit) => {
        steps += 1
        if (steps === 3) throw new MsgError('unavailable', 'the database is gone')
        return sound.accounts.eraseStep(userId, limit)
      },
    },
  }
}

test('an erasure that was given up is finished by the upkeep', async () => {
  const clock = handClock()
  const store = failingOnce(createMemoryStore({ clock }))
  await using messaging = createMessaging({ store, clock })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const ids: string[] = []
  for (let n = 0; n < 3; n += 1) {
    const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
    ids.push((await alice.messages.send({ conversationId, body: 'secret' })).id)
  }
  await expect(alice.account.erase()).rejects.toMatchObject({ code: 'unavailable' })
  expect(await store.accounts.erasures()).toEqual(['alice'])
  clock.ring()
  await settled()
  expect(await store.accounts.erasures()).toEqual([])
  for (const messageId of ids) expect((await bob.messages.get({ messageId })).body).toBeNull()
})

/** The texts a subscription has yielded by the time another has yielded `last`. */
const bodiesUntil = async (subscription: LiveSubscription, last: string): Promise<readonly string[]> => {
  const bodies: string[] = []
  for await (const event of subscription) {
    bodies.push(...bodiesIn(event))
    if (bodies.includes(last)) break
  }
  return bodies
}

const bodiesIn = (event: LiveEvent): readonly string[] =>
  event.type === 'changes'
    ? event.changes.flatMap(({ subject }) =>
        subject !== 'gone' && 'body' in subject && subject.body !== null ? [subject.body] : [],
      )
    : []

test('who was erased hears nothing more, also where the log is read when it no longer says who that was', async () => {
  const sound = createMemoryStore()
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  let waiting = false
  const slow: Store = {
    ...sound,
    log: async (range) => {
      if (waiting) await gate
      return sound.log(range)
    },
  }
  await using here = createMessaging({ store: sound })
  await using there = createMessaging({ store: slow })
  const bob = here.as('bob')
  const { id: conversationId } = await bob.conversations.startGroup({ userIds: ['alice'] })
  const heard: string[] = []
  const [alices, bobs] = [there.as('alice').live.subscribe(), there.as('bob').live.subscribe()]
  const first = bobs[Symbol.asyncIterator]()
  expect((await first.next()).value).toMatchObject({ type: 'ready' })
  const ears = alices[Symbol.asyncIterator]()
  expect((await ears.next()).value).toMatchObject({ type: 'ready' })
  void (async () => {
    for await (const event of { [Symbol.asyncIterator]: () => ears }) heard.push(...bodiesIn(event))
  })().catch(() => {})
  waiting = true
  await here.as('alice').account.erase()
  await bob.messages.send({ conversationId, body: 'after' })
  await bob.messages.send({ conversationId, body: 'the end' })
  open()
  const told = bodiesUntil({ ...bobs, [Symbol.asyncIterator]: () => first }, 'the end')
  expect(await told).toEqual(['after', 'the end'])
  await settled()
  expect(heard).toEqual([])
})

test('nobody acts in the place of somebody erased, and nobody finds or invites them', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await alice.account.erase()
  const { createdBy } = await bob.conversations.get({ conversationId })
  expect(() => messaging.as(createdBy)).toThrow(expect.objectContaining({ code: 'invalid' }))
  expect((await bob.people.get({ userIds: [createdBy] })).profiles).toEqual([])
  for (const attempt of [
    () => bob.people.block({ userId: createdBy }),
    () => bob.conversations.startDirect({ userId: createdBy }),
    () => bob.members.add({ conversationId, userIds: [createdBy] }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
})
