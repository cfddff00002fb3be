import { expect, test } from 'vitest'
import { MsgError } from '../errors.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import { systemClock } from '../ports/clock.ts'
import { openDirectory } from '../ports/directory.ts'
import { silentLogger } from '../ports/logger.ts'
import type { Logger } from '../ports/logger.ts'
import type { Notifier } from '../ports/notifier.ts'
import { createTrouble } from './trouble.ts'

/** What was said, without what beside it. */
const listening = (): { readonly lines: string[]; readonly logger: Logger } => {
  const lines: string[] = []
  const say = (message: string): void => void lines.push(message)
  return { lines, logger: { ...silentLogger(), info: say, error: say } }
}

/** Time passes a hundred times as fast. */
const fastClock = () => {
  const { now, after } = systemClock()
  return { now, after: (milliseconds: number, task: () => void) => after(milliseconds / 100, task) }
}

test('a trouble is said once of each kind of failure, and its end once', () => {
  const { lines, logger } = listening()
  const trouble = createTrouble(logger, { begins: 'begins', ends: 'ends' })
  trouble.over()
  for (let times = 0; times < 9; times += 1) {
    trouble.met(new MsgError('unavailable', 'it is away'))
    trouble.met(new MsgError('busy', 'it is full'))
    trouble.met(new Error('whatever'))
  }
  trouble.over()
  trouble.over()
  trouble.met(new Error('again'))
  expect(lines).toEqual(['begins', 'begins', 'ends', 'begins'])
})

test('while a database is away, each who waits for it says so once, and once that it is back', async () => {
  const { lines, logger } = listening()
  const sound = createMemoryStore()
  let [tries, away] = [{ log: 0, open: 0 }, false]
  const tried = (what: 'log' | 'open'): void => {
    tries = { ...tries, [what]: tries[what] + 1 }
    if (away) throw new MsgError('unavailable', 'the database is away')
  }
  const store = {
    ...sound,
    log: async (range: Parameters<typeof sound.log>[0]) => {
      tried('log')
      return sound.log(range)
    },
    notifiers: {
      ...sound.notifiers,
      open: async (name: string) => {
        tried('open')
        return sound.notifiers.open(name)
      },
    },
  }
  const notifier: Notifier = { name: 'test', notify: async () => ({ status: 'done' }) }
  await using messaging = createMessaging({ store, logger, clock: fastClock(), notifiers: [notifier] })
  const live = messaging.as('bob').live.subscribe()[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  away = true
  tries = { log: 0, open: 0 }
  await expect.poll(() => Math.min(tries.log, tries.open)).toBeGreaterThan(9)
  away = false
  await expect
    .poll(() => lines.toSorted())
    .toEqual([
      'a notifier cannot go on; trying again',
      'a notifier goes on',
      'reading the change log failed; trying again',
      'the change log is read again',
    ])
})

test('while the directory is away that is said once, however much is told meanwhile', async () => {
  const { lines, logger } = listening()
  let away = false
  const get = async (ids: readonly string[]) => {
    if (away) throw new Error('the directory is away')
    return openDirectory().get(ids)
  }
  await using messaging = createMessaging({ logger, directory: { ...openDirectory(), get } })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const live = messaging.as('bob').live.subscribe()[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  for (const now of [true, true, true, false]) {
    away = now
    await alice.messages.send({ conversationId, body: 'hello' })
    expect((await live.next()).value).toMatchObject({ type: 'changes' })
  }
  expect(lines).toEqual(['the directory failed; changes go out without profiles', 'the directory answers again'])
})

test.each([
  ['an error', new Error('a mistake')],
  ['what cannot be made a text', Object.create(null)],
])('a notifier that rejects with the same again and again says so once: %s', async (_, mistake: unknown) => {
  const { lines, logger } = listening()
  const notify: Notifier['notify'] = () => Promise.reject(mistake)
  await using messaging = createMessaging({ logger, notifiers: [{ name: 'test', notify }] })
  for (const other of ['bob', 'carol', 'dave']) await messaging.as('alice').conversations.startDirect({ userId: other })
  await expect.poll(() => messaging.notifierCounts()[0]).toMatchObject({ parked: 3 })
  expect(lines).toEqual(['a notifier failed'])
})
