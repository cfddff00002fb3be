import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessaging } from '@msg/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { killChildren, startChild } from '../test/child.ts'
import { openInPlace } from './pglite-in-place.ts'
import { openInWorker } from './pglite-in-worker.ts'
import { openPglite } from './pglite.ts'
import { createStore } from './store.ts'
import { openPgliteCopy } from './testing.ts'

let parent: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'msg-pglite-'))
})
afterEach(async () => {
  await killChildren()
  await rm(parent, { recursive: true, force: true })
})

describe('an embedded store', () => {
  test('keeps everything in its folder, and its epoch and secret with it', async () => {
    const dataDir = join(parent, 'data')
    const first = await openPglite({ dataDir })
    const messaging = createMessaging({ store: first })
    const { id } = await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
    await messaging.as('alice').messages.send({ conversationId: id, body: 'kept' })
    await messaging.close()
    const second = await openPglite({ dataDir })
    expect(second.meta).toEqual({ ...first.meta, durability: 'process' })
    expect(second.meta.cursorKey).toHaveLength(32)
    expect(await second.messages('bob', id, { order: 'asc', limit: 9 })).toMatchObject([{ body: 'kept', seq: 1 }])
    await second.close()
  })

  test('that names memory as its place says that it keeps nothing', async () => {
    const store = await openPglite({ dataDir: 'memory://' })
    expect(store.meta.durability).toBe('none')
    await store.close()
  })

  test('is refused a second time on the same folder, in this process and from another', async () => {
    const dataDir = join(parent, 'data')
    const store = await openPglite({ dataDir })
    await expect(openPglite({ dataDir })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`in use by process ${process.pid} `),
    })
    const child = startChild('hold-lock.ts', dataDir)
    await child.line()
    child.tell('go')
    expect(await child.line()).toContain(`in use by process ${process.pid} `)
    await store.close()
  })

  test('is the same folder by each of its names', async () => {
    const folder = join(parent, 'data')
    const link = join(parent, 'link')
    await mkdir(folder)
    await symlink(folder, link)
    const store = await openPglite({ dataDir: link })
    for (const dataDir of [folder, link, `file://${folder}`])
      await expect(openPglite({ dataDir })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(`in use by process ${process.pid} `),
      })
    await store.close()
    const again = await openPglite({ dataDir: `file://${folder}` })
    expect(again.meta.epoch).toBe(store.meta.epoch)
    await again.close()
  })

  test('is not kept in memory by mistake', async () => {
    for (const dataDir of ['', 'file://'])
      await expect(openPglite({ dataDir })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('dataDir is empty'),
      })
  })

  test('killed with -9 while it sends is taken over with every acknowledged message, once, without holes', async () => {
    const dataDir = join(parent, 'data')
    for (let round = 1; round <= 3; round += 1) {
      const child = startChild('hold-store.ts', dataDir)
      let acknowledged = 0
      for (let sends = 0; sends < 100; sends += 1) acknowledged = Number(await child.line())
      await child.kill()
      const store = await openPglite({ dataDir })
      const [direct] = await store.inbox('alice', { limit: 1 })
      expect(direct?.lastSeq).toBeGreaterThanOrEqual(acknowledged)
      const found = await store.messages('alice', direct?.id ?? '', { order: 'asc', limit: 10_000 })
      expect(found?.map(({ seq }) => seq)).toEqual(Array.from({ length: direct?.lastSeq ?? 0 }, (_, at) => at + 1))
      await store.close()
    }
  }, 120_000)

  test('in memory says that nothing survives', async () => {
    const store = await openPgliteCopy()
    expect(store.meta.durability).toBe('none')
    await store.close()
  })

  test('copied has an epoch and a secret of its own', async () => {
    const [one, other] = await Promise.all([openPgliteCopy(), openPgliteCopy()])
    expect(one.meta.epoch).not.toBe(other.meta.epoch)
    expect(one.meta.cursorKey).not.toEqual(other.meta.cursorKey)
    await Promise.all([one.close(), other.close()])
  })

  test('sends in two round trips, and reads in one', async () => {
    const queries: string[] = []
    const store = await openPgliteCopy({ onQuery: (sql) => queries.push(sql) })
    const messaging = createMessaging({ store })
    const alice = messaging.as('alice')
    const { id } = await alice.conversations.startDirect({ userId: 'bob' })
    const countOf = async (work: () => Promise<unknown>): Promise<number> => {
      queries.length = 0
      await work()
      return queries.length
    }
    expect(await countOf(() => alice.messages.send({ conversationId: id, body: 'hello' }))).toBeLessThanOrEqual(2)
    expect(await countOf(() => store.inbox('alice', { limit: 50 }))).toBe(1)
    const { snapshot } = await store.log({ after: null, limit: 1 })
    expect(await countOf(() => store.feed('alice', { after: snapshot, limit: 50 }))).toBe(1)
    await messaging.close()
  })

  test('refuses `unavailable` whatever is asked while and after it closes', async () => {
    const store = await openPgliteCopy()
    const closing = store.close()
    await expect(store.windows('alice')).rejects.toMatchObject({ code: 'unavailable' })
    await closing
    await expect(store.commit([])).rejects.toMatchObject({ code: 'unavailable' })
    await expect(store.usedId('message', '01a1f854-4bf2-773b-ada2-d24d1aff02bf')).rejects.toMatchObject({
      code: 'unavailable',
    })
    await store.close()
  })

  test('whose worker dies refuses what is under way as unknown, and everything after', async () => {
    const database = await openInWorker({}, new URL('../test/dying-worker.ts', import.meta.url))
    const store = createStore(database, { epoch: 'e', cursorKey: new Uint8Array(32), durability: 'none' })
    await expect(store.commit([])).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    await expect(store.windows('alice')).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
    await store.close()
  })

  test('that a bundler took without its thread says what to leave out of the bundle', async () => {
    await expect(openInWorker({}, new URL('./pglite-worker.js', import.meta.url))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('leave `@msg/drizzle` and `@electric-sql/pglite` out of your bundle'),
    })
  })

  test('that cannot be opened says so, and leaves the folder unlocked', async () => {
    const dataDir = join(parent, 'data')
    await writeFile(dataDir, 'not a folder')
    await expect(openPglite({ dataDir })).rejects.toMatchObject({ code: 'unavailable' })
    await rm(dataDir)
    await (await openPglite({ dataDir })).close()
  })

  test('runs in place where there are no threads', async () => {
    const database = await openInPlace({})
    expect(await database.query('select $1::bigint + 1 as sum', [41])).toEqual([{ sum: 42 }])
    await expect(database.query('select 1/0')).rejects.toMatchObject({ sqlState: '22012' })
    await database.close()
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  })
})
