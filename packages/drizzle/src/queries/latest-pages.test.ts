import type { CommitItem, MessagesQuery, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { add, clear, create, edit, item, leave, mark, react, read, remove, send } from '../../test/drafts.ts'
import { importInto } from '../../test/import-draft.ts'
import type { Database } from '../database.ts'
import { openCopy } from '../pglite-image.ts'
import { createStore, readMeta } from '../store.ts'
import { createLatestPages } from './latest-pages.ts'

const latest = { order: 'desc', limit: 3 } as const

describe('the latest messages', () => {
  let database: Database
  beforeAll(async () => void (database = await openCopy()))
  afterAll(() => database.close())

  /** A store, and how many statements it has sent since last asked. */
  const openStore = async (): Promise<{ readonly store: Store; readonly statements: () => readonly string[] }> => {
    const sent: string[] = []
    const told: Database = {
      ...database,
      query(sql, parameters) {
        sent.push(
          sql.includes('with ordinality') ? 'known?' : /msg_(?:commit|send|advance)_1/.test(sql) ? 'commit' : 'page',
        )
        if (failing && sent.at(-1) === 'known?') throw new Error('lost')
        return database.query(sql, parameters)
      },
    }
    const store = createStore(told, await readMeta(database, 'none'))
    return { store, statements: () => sent.splice(0) }
  }
  let failing = false

  const openGroup = async (store: Store) => {
    const [id, messageIds] = [newId(), upTo(5).map(newId)]
    const items: readonly CommitItem[] = [
      item(id, 'alice', create('group', ['alice', 'bob', 'carol'])),
      ...messageIds.map((messageId) => item(id, 'alice', send('hello', messageId))),
    ]
    await store.commit(items)
    return { id, messageIds }
  }

  it('are read once as long as nothing changes, whoever asks; of those who ask at once only whether they may', async () => {
    const { store, statements } = await openStore()
    const { id } = await openGroup(store)
    const page = await store.messages('alice', id, latest)
    expect(page?.map(({ seq }) => seq)).toEqual([5, 4, 3])
    statements()
    const first = store.messages('bob', id, latest)
    const pages = await Promise.all([first, ...upTo(9).map(() => store.messages('carol', id, latest))])
    expect(pages).toEqual(pages.map(() => page))
    expect(statements()).toEqual(['known?'])
    await store.commit([item(id, 'bob', read(5))])
    expect(await store.messages('carol', id, latest)).toEqual(page)
    expect(statements()).toEqual(['commit', 'known?'])
    expect(await store.messages('dave', id, latest)).toBe(null)
    expect(statements()).toEqual(['known?', 'page'])
  })

  it('are read anew at once where this process changed them, and where another one did', async () => {
    const [one, other] = [await openStore(), await openStore()]
    const { id, messageIds } = await openGroup(one.store)
    const bodies = async ({ store }: typeof one) =>
      (await store.messages('bob', id, latest))?.map(({ body }) => body).join(' ')
    expect([await bodies(one), await bodies(other)]).toEqual(['hello hello hello', 'hello hello hello'])
    await one.store.commit([item(id, 'alice', edit(messageIds[4] ?? '', 'edited'))])
    one.statements()
    other.statements()
    expect([await bodies(one), await bodies(other)]).toEqual(['edited hello hello', 'edited hello hello'])
    expect(one.statements()).toEqual(['page'])
    expect(other.statements()).toEqual(['known?', 'page'])
  })

  it('are those of now whatever another process did, for everybody', async () => {
    const [{ store }, { store: elsewhere }] = [await openStore(), await openStore()]
    const { id, messageIds } = await openGroup(store)
    const [, , , fourth = '', last = ''] = messageIds
    const commit = (...changes: Parameters<typeof item>[2][]) => store.commit([item(id, 'bob', ...changes)])
    const erase = async (): Promise<void> => {
      await store.accounts.beginErasure('carol', 'erased:1')
      for (let step = await store.accounts.eraseStep('carol', 2); step !== 'done';) {
        if (typeof step === 'object') await store.commit([item(step.leave, 'carol', leave('carol'))])
        step = await store.accounts.eraseStep('carol', 2)
      }
    }
    const doings: readonly (() => Promise<unknown>)[] = [
      () => commit(send('one more')),
      () => commit(edit(last, 'edited')),
      () => store.commit([item(id, 'carol', react(last, '👍'), mark('message.pinned', fourth))]),
      () => store.commit([item(id, 'carol', mark('message.unpinned', fourth), send('of carol'))]),
      () => commit(mark('message.hidden', last)),
      () => commit(clear(5)),
      () => commit(mark('message.retracted', fourth)),
      () => commit({ type: 'message.purged', messageId: last }),
      () => store.import(importInto(id, 2)),
      () => erase(),
      () => store.commit([item(id, 'alice', remove('bob'))]),
      () => store.commit([item(id, 'alice', add('bob'))]),
    ]
    const pagesOf = (page: MessagesQuery) =>
      Promise.all(['alice', 'bob', 'carol', 'dave'].map((userId) => elsewhere.messages(userId, id, page)))
    await pagesOf(latest)
    for (const go of doings) {
      await go()
      expect(await pagesOf(latest)).toEqual(await pagesOf({ ...latest, before: 1e9 }))
    }
  })

  it('are read like any page where nobody can say whether they are still right', async () => {
    const { store, statements } = await openStore()
    const { id } = await openGroup(store)
    const page = await store.messages('alice', id, latest)
    statements()
    failing = true
    expect(await store.messages('bob', id, latest)).toEqual(page)
    failing = false
    expect(statements()).toEqual(['known?', 'page'])
  })
})

/** What a message without anything carries. */
const bare = { body: null, mentions: [], attachments: [], reactions: [] }

test('messages that many have reacted to take as much room as who did', () => {
  const pages = createLatestPages(100_000)
  const reactions = upTo(10).map(() => ({ emoji: '👍', count: 100, userIds: upTo(100).map(String) }))
  const page = { revision: 1, messages: [{ ...bare, reactions }] as never }
  for (const id of ['one', 'two', 'three']) pages.set(id, 50, page)
  expect(['one', 'two', 'three'].map((id) => pages.get(id, 50) !== undefined)).toEqual([false, true, true])
})

test('pages give way, those of the conversations first asked for first', () => {
  const pages = createLatestPages(2_000)
  const message = { ...bare, body: 'x'.repeat(200) }
  const page = { revision: 1, messages: [message] as never }
  for (const id of ['one', 'two', 'three']) pages.set(id, 50, page)
  expect(['one', 'two', 'three'].map((id) => pages.get(id, 50) !== undefined)).toEqual([false, true, true])
  expect(pages.get('two', 20)).toBe(undefined)
  for (const _ of upTo(9)) pages.set('three', 50, page)
  expect(pages.get('two', 50)).toBe(page)
  pages.drop('two')
  pages.set('four', 50, page)
  expect(['two', 'three', 'four'].map((id) => pages.get(id, 50) !== undefined)).toEqual([false, true, true])
  pages.forget()
  expect(pages.get('three', 50)).toBe(undefined)
})
