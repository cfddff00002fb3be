import type { ChangeDraft, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { create, edit, item, mark, react, read, send } from '../../test/drafts.ts'
import type { Database } from '../database.ts'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'
import { logSql } from '../queries/log.ts'
import { createStore, readMeta } from '../store.ts'

let database: Database
/** How many positions each read of the log said were known. */
let counts: number[] = []
let failing = false

beforeAll(async () => {
  database = await openDatabase({})
  await migrate(database)
})
afterAll(() => database.close())

const open = async (): Promise<Store> => {
  const query: Database['query'] = async (sql, parameters = []) => {
    if (failing) throw new Error('the database failed')
    const last = parameters.at(-1)
    if (sql === logSql.first && Array.isArray(last)) counts.push(last.length)
    return database.query(sql, parameters)
  }
  return createStore({ ...database, query }, await readMeta(database, 'none'))
}

/** A store that sends, another one on the same database, and a group. */
const scene = async () => {
  const [own, other, id] = [await open(), await open(), newId()]
  await own.commit([item(id, 'alice', create('group', ['alice', 'bob']))])
  const { snapshot: now } = await own.log({ after: null, limit: 1 })
  // From here on somebody reads.
  const { snapshot } = await own.log({ after: now, limit: 1 })
  const commit = (store: Store, ...drafts: readonly ChangeDraft[]) =>
    store.commit(drafts.map((draft) => item(id, 'alice', draft)))
  /** What both read after the snapshot: who sent it, and who has to fetch it all. */
  const both = async (limit = 100) => {
    counts = []
    const pages = [await own.log({ after: snapshot, limit }), await other.log({ after: snapshot, limit })] as const
    return { pages, known: counts }
  }
  return { own, other, id, snapshot, commit, both }
}

beforeEach(() => {
  counts = []
  failing = false
})

describe('messages that this process sent', () => {
  test('are read from the log as others read them, without being fetched', async () => {
    const { own, other, commit, both } = await scene()
    await commit(own, send('one'), send('"two" \\ €\n𝄞'), read(1))
    await commit(other, send('of the other'))
    await commit(own, { ...send('three'), verb: 'asks', mentions: ['bob'], replyTo: newId() })
    const { pages, known } = await both()
    expect(known).toEqual([3, 0])
    expect(pages[0].changes).toHaveLength(5)
    expect(pages[0]).toEqual(pages[1])
  })

  test('are fetched where anything else happened to the conversation, whoever did it', async () => {
    const happenings: readonly ((id: string) => ChangeDraft)[] = [
      (id) => edit(id, 'anew'),
      (id) => react(id, '👍'),
      (id) => mark('message.pinned', id),
      (id) => mark('message.retracted', id),
      (id) => ({ type: 'message.purged', messageId: id }),
      () => ({ type: 'conversation.deleted' }),
    ]
    for (const [index, happening] of happenings.entries()) {
      const { own, other, commit, both } = await scene()
      const draft = send('one')
      await commit(own, draft)
      await commit(own, send('two'))
      await commit(index % 2 === 0 ? own : other, happening(draft.id))
      const { pages, known } = await both()
      expect(known).toEqual([2, 0, 0])
      expect(pages[0].changes).toHaveLength(3)
      expect(pages[0]).toEqual(pages[1])
    }
  })

  test('are not fetched because something happened elsewhere', async () => {
    const { own, other, commit, both } = await scene()
    await commit(own, send('one'))
    await other.commit([item(newId(), 'carol', create('group', ['carol', 'bob']))])
    const { pages, known } = await both()
    expect(known).toEqual([1, 0])
    expect(pages[0]).toEqual(pages[1])
  })

  test('are fetched where a page ends before all that is new', async () => {
    const { own, commit, both, snapshot } = await scene()
    await commit(own, send('one'), send('two'), send('three'))
    const { pages, known } = await both(2)
    expect(known).toEqual([3, 0, 0])
    expect(pages[0]).toEqual(pages[1])
    expect(pages[0]).toMatchObject({ changes: { length: 2 }, more: true })
    const rest = await own.log({
      after: snapshot,
      upTo: pages[0].snapshot,
      position: pages[0].changes[1]?.position ?? 0,
      limit: 2,
    })
    expect(rest.changes.map(({ change }) => change.subject)).toMatchObject([{ body: 'three' }])
  })

  test('are known to each reader from where its last page ended, until all have read them', async () => {
    const { own, commit, snapshot } = await scene()
    const readOn = async (after: string) => {
      const page = await own.log({ after, limit: 10 })
      return { bodies: page.changes.map(({ change }) => change.subject), snapshot: page.snapshot }
    }
    counts = []
    await commit(own, send('one'))
    const first = await readOn(snapshot)
    await commit(own, send('two'))
    const other = await readOn(snapshot)
    await commit(own, send('three'))
    const second = await readOn(first.snapshot)
    expect(second.bodies).toMatchObject([{ body: 'two' }, { body: 'three' }])
    expect((await readOn(other.snapshot)).bodies).toMatchObject([{ body: 'three' }])
    expect((await readOn(second.snapshot)).bodies).toEqual([])
    expect(counts).toEqual([1, 0, 2, 1, 0])
  })

  test('are known to every reader of those whose last pages ended with the same snapshot', async () => {
    const { own, commit, snapshot } = await scene()
    const readOn = async (after: string) => (await own.log({ after, limit: 10 })).snapshot
    await commit(own, send('one'))
    const [first, other] = [await readOn(snapshot), await readOn(snapshot)]
    expect(other).toBe(first)
    await commit(own, send('two'))
    counts = []
    const next = await readOn(first)
    await commit(own, send('three'))
    expect([await readOn(other), await readOn(next)]).toHaveLength(2)
    expect(counts).toEqual([1, 2, 1])
  })

  test('are let go when the database failed', async () => {
    const { own, commit, both, snapshot } = await scene()
    await commit(own, send('one'))
    failing = true
    await expect(own.log({ after: snapshot, limit: 1 })).rejects.toThrow('the database failed')
    failing = false
    await commit(own, send('two'))
    const { pages, known } = await both()
    expect(known).toEqual([0, 0])
    expect(pages[0]).toEqual(pages[1])
  })

  test('are let go when there are too many', async () => {
    const { own, commit, both } = await scene()
    for (const n of upTo(65)) await commit(own, ...upTo(64).map((m) => send(`${n} ${m}`)))
    const { pages, known } = await both(5_000)
    expect(known).toEqual([0, 0])
    expect(pages[0]).toEqual(pages[1])
    expect(pages[0].changes).toHaveLength(65 * 64)
  })

  test('are not kept for nobody', async () => {
    const own = await open()
    const id = newId()
    await own.commit([item(id, 'alice', create('group', ['alice', 'bob'])), item(id, 'alice', send('one'))])
    await own.log({ after: '3:3:', limit: 10_000 })
    expect(counts).toEqual([0])
  })
})
