import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { Pool } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { createMemoryBridgeStore, openBridgeStore } from '../src/index.ts'
import type { BridgeStore, Pair } from '../src/index.ts'

const url = process.env['DATABASE_URL'] ?? ''
const link = randomUUID()
const elsewhere = randomUUID()

const pairOf = (change: Partial<Pair> = {}): Pair => ({
  link,
  messageId: randomUUID(),
  part: 0,
  seq: 7,
  origin: 'local',
  state: 'paired',
  remoteId: null,
  authorId: 'carol',
  digest: 'd',
  body: 'b',
  edits: 0,
  starred: false,
  starShown: false,
  above: 3,
  since: 1_763_000_000_000,
  reason: null,
  ...change,
})

const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

const openOnPglite = async (): Promise<BridgeStore> => {
  const database = await PGlite.create()
  closing.push(() => database.close())
  return openBridgeStore(database)
}

const openOnPostgres = async (): Promise<BridgeStore> => {
  const pool = new Pool({ connectionString: url })
  const schema = `bridge_${randomUUID().replaceAll('-', '')}`
  closing.push(async () => {
    await pool.query(`drop schema ${schema} cascade`)
    await pool.end()
  })
  const stores = await Promise.all(Array.from({ length: 4 }, () => openBridgeStore(pool, { schema })))
  return stores[0] ?? openBridgeStore(pool, { schema })
}

const stores = [
  ['in memory', async () => createMemoryBridgeStore()],
  ['on PGlite', openOnPglite],
  ...(url === '' ? [] : ([['on Postgres', openOnPostgres]] as const)),
] as const

describe.each(stores)('a bridge store %s', (_, open) => {
  const opened = open()

  test('has one name, for ever, and shares it with no other memory', async () => {
    const [store, another] = [await opened, createMemoryBridgeStore()]
    expect(await store.id()).toBe(await store.id())
    expect(await store.id()).toMatch(/^[0-9a-f-]{36}$/)
    expect(await another.id()).not.toBe(await store.id())
  })

  test('remembers where the reading of a room stands', async () => {
    const store = await opened
    expect(await store.cursor(link)).toBeNull()
    await store.moveCursor(link, { eventId: null, messageId: 12 })
    expect(await store.cursor(link)).toEqual({ eventId: null, messageId: 12 })
    await store.moveCursor(link, { eventId: 160_000_000_000, messageId: 13 })
    expect(await store.cursor(link)).toEqual({ eventId: 160_000_000_000, messageId: 13 })
    expect(await store.cursor(elsewhere)).toBeNull()
  })

  test('remembers where the reading of a conversation stands', async () => {
    const store = await opened
    expect(await store.localCursor(link)).toBeNull()
    await store.moveLocalCursor(link, { from: 3, done: 3, seq: 3, revision: 0 })
    await store.moveLocalCursor(link, { from: 3, done: 4, seq: 5, revision: 9 })
    expect(await store.localCursor(link)).toEqual({ from: 3, done: 4, seq: 5, revision: 9 })
    expect(await store.localCursor(elsewhere)).toBeNull()
  })

  test('queues messages by number, each once, and keeps those that changed while they were dealt with', async () => {
    const store = await opened
    const [late, early] = [randomUUID(), randomUUID()]
    await store.enqueue({ link, messageId: late, seq: 2, revision: 5 })
    await store.enqueue({ link, messageId: early, seq: 1, revision: 4 })
    await store.enqueue({ link: elsewhere, messageId: early, seq: 1, revision: 4 })
    await store.enqueue({ link, messageId: late, seq: 2, revision: 3 })
    const [first, second] = await store.queued(link, 10)
    expect(first).toEqual({ link, messageId: early, seq: 1, revision: 4, marked: false })
    expect(second).toEqual({ link, messageId: late, seq: 2, revision: 5, marked: false })
    if (first === undefined || second === undefined) return
    await store.mark(second)
    await store.enqueue({ link, messageId: late, seq: 2, revision: 6 })
    expect(await store.settle(second)).toBeNull()
    expect(await store.settle(first)).toEqual(first)
    expect(await store.settle(first)).toBeNull()
    expect(await store.queued(link, 10)).toEqual([{ ...second, revision: 6, marked: true }])
    expect(await store.settle({ ...second, revision: 6 })).toEqual({ ...second, revision: 6, marked: true })
    expect(await store.queued(elsewhere, 10)).toHaveLength(1)
  })

  test('finds pairs by either side', async () => {
    const store = await opened
    const mine = pairOf({ remoteId: 160_000_000_001, reason: 'too-late' })
    const second = pairOf({ messageId: mine.messageId, part: 1, remoteId: 160_000_000_002 })
    const other = pairOf({ link: elsewhere, messageId: mine.messageId, remoteId: 160_000_000_001 })
    await store.save([mine, second, other])
    await store.save([{ ...second, state: 'gone' }])
    const found = await store.pairsOf([mine.messageId, randomUUID()])
    expect(found.toSorted((a, b) => (a.link === b.link ? a.part - b.part : a.link === link ? -1 : 1))).toEqual([
      mine,
      { ...second, state: 'gone' },
      other,
    ])
    expect(await store.pairsOfRemote(link, [160_000_000_001, 5])).toEqual([mine])
    await store.drop([mine])
    expect(await store.pairsOfRemote(link, [160_000_000_001])).toEqual([])
  })

  test('knows the posts nobody saw the end of, and the oldest of the newest messages brought in', async () => {
    const store = await opened
    const here = randomUUID()
    const states = ['posting', 'unknown', 'paired', 'arriving', 'refused', 'gone'] as const
    await store.save(states.map((state, at) => pairOf({ link: here, state, origin: 'remote', remoteId: at + 1 })))
    expect((await store.unsettled(here)).map(({ state }) => state).toSorted()).toEqual(['posting', 'unknown'])
    expect(await store.remoteFloor(here, 2)).toBe(5)
    expect(await store.remoteFloor(here, 100)).toBe(1)
    expect(await store.remoteFloor(randomUUID(), 100)).toBeNull()
  })

  test('knows the people of the rooms, and whom it let in', async () => {
    const store = await opened
    const avatarUrl = 'https://avatars.example/1.png'
    await store.savePerson({ userId: 'se:x:1', name: 'Before', avatarUrl: null })
    await store.savePerson({ userId: 'se:x:1', name: 'After', avatarUrl })
    expect(await store.people(['se:x:1', 'se:x:2'])).toEqual([{ userId: 'se:x:1', name: 'After', avatarUrl }])
    expect(await store.wasAdmitted(link, 'se:x:1')).toBe(false)
    await store.admit(link, 'se:x:1')
    await store.admit(link, 'se:x:1')
    expect(await store.wasAdmitted(link, 'se:x:1')).toBe(true)
    expect(await store.wasAdmitted(elsewhere, 'se:x:1')).toBe(false)
  })
})

test.skipIf(url === '')('a schema that was made for somebody who may make none will do', async () => {
  const name = `bridge_${randomUUID().replaceAll('-', '')}`
  const owner = new Pool({ connectionString: url, max: 1 })
  closing.push(async () => {
    await owner.query(`drop schema ${name} cascade; drop role ${name}`)
    await owner.end()
  })
  await owner.query(`create role ${name}; create schema ${name} authorization ${name}`)
  const pool = new Pool({ connectionString: url, max: 1, options: `-c role=${name}` })
  try {
    const store = await openBridgeStore(pool, { schema: name })
    expect(await store.queued(link, 1)).toEqual([])
  } finally {
    await pool.end()
  }
})

test('a schema that is no plain name is refused before anything is asked', async () => {
  const query = async () => expect.unreachable()
  await expect(openBridgeStore({ query }, { schema: 'a"; drop' })).rejects.toMatchObject({ code: 'invalid' })
})
