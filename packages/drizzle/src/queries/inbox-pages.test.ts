/** Inboxes that were read before, on PGlite, unless another test file says otherwise. */
import { directId } from '@msg/core'
import type { ChangeDraft, CommitItem, InboxRecord, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import {
  add,
  clear,
  create,
  deliver,
  edit,
  item,
  leave,
  mark,
  mute,
  react,
  read,
  remove,
  send,
  unreact,
} from '../../test/drafts.ts'
import { importInto } from '../../test/import-draft.ts'
import { planned } from '../../test/planned-database.ts'
import type { Database, Row } from '../database.ts'
import { repair } from '../repair.ts'
import { createStore, readMeta } from '../store.ts'
import { createFirstInboxPages } from './first-inbox-pages.ts'
import { inboxSql, someOfInboxSql } from './inbox.ts'
import { inboxVersionsSql } from './inbox-pages.ts'

const kinds = new Map([
  [inboxVersionsSql, 'versions'],
  [someOfInboxSql, 'some'],
  [inboxSql, 'whole'],
])

let database: Database
beforeAll(async () => void (database = await planned.open()))
afterAll(() => database.close())

type After = (kind: string) => unknown

/** A store of its own on the database, what it has asked for since last looked at, and what happens after an answer. */
const openStore = async (after: After = () => {}) => {
  const asked: string[] = []
  const told: Database = {
    ...database,
    async query(sql, ...given): Promise<readonly Row[]> {
      const rows = await database.query(sql, ...given)
      const kind = kinds.get(sql) ?? 'other'
      asked.push(kind)
      await after(kind)
      return rows
    },
  }
  const store = createStore(told, await readMeta(database, 'none'))
  return { store, asked: () => asked.splice(0).filter((kind) => kind !== 'other') }
}

/** What a store that knows nothing reads. */
const readAnew = async (viewer: string, limit: number): Promise<readonly InboxRecord[]> =>
  (await openStore()).store.inbox(viewer, { limit })

/** Four groups of two people of their own, the last of them the latest, of whom one has sent something to each. */
const openGroups = async (store: Store) => {
  const [one, other, ids] = [`one ${newId()}`, `other ${newId()}`, upTo(4).map(newId)]
  const messageIds = ids.map(() => newId())
  const items: readonly CommitItem[] = ids.flatMap((id, at) => [
    item(id, one, create('group', [one, other]), send('first')),
    item(id, one, send('hello', messageIds[at])),
  ])
  await store.commit(items)
  const commit = (at: number, actor: string, ...changes: readonly ChangeDraft[]) =>
    store.commit([item(ids[at] ?? '', actor, ...changes)])
  return { one, other, ids, messageIds, commit }
}

const names = (records: readonly InboxRecord[], ids: readonly string[]): string =>
  records.map(({ id }) => ids.indexOf(id)).join(' ')

describe('the first page of an inbox', () => {
  it('that was read before is asked about; what changed is read, and where that is most of it, everything', async () => {
    const [{ store, asked }, { store: elsewhere }] = [await openStore(), await openStore()]
    const { one, other, ids, commit } = await openGroups(elsewhere)
    const page = await store.inbox(other, { limit: 4 })
    expect(names(page, ids)).toBe('3 2 1 0')
    expect(asked()).toEqual(['whole'])
    expect(await store.inbox(other, { limit: 4 })).toBe(page)
    expect(asked()).toEqual(['versions'])
    await commit(1, one, send('again'))
    const later = await store.inbox(other, { limit: 4 })
    expect(asked()).toEqual(['versions', 'some'])
    expect(names(later, ids)).toBe('1 3 2 0')
    expect(later.map((record) => page.indexOf(record))).toEqual([-1, 0, 1, 3])
    for (const at of [0, 2, 3]) await commit(at, one, send('again'))
    expect(names(await store.inbox(other, { limit: 4 }), ids)).toBe('3 2 0 1')
    expect(asked()).toEqual(['versions', 'whole'])
    await commit(3, other, leave(other))
    expect(names(await store.inbox(other, { limit: 4 }), ids)).toBe('2 0 1')
    expect(asked()).toEqual(['versions'])
  })

  it('has a page for each length; pages further down are read each time', async () => {
    const { store, asked } = await openStore()
    const { other, ids } = await openGroups(store)
    const last = (await store.inbox(other, { limit: 2 })).at(-1)
    expect(names(await store.inbox(other, { limit: 3 }), ids)).toBe('3 2 1')
    asked()
    expect(names(await store.inbox(other, { limit: 2 }), ids)).toBe('3 2')
    expect(names(await store.inbox(other, { limit: 3 }), ids)).toBe('3 2 1')
    const below = last === undefined ? {} : { below: last.activity }
    for (const _ of upTo(2)) expect(names(await store.inbox(other, { ...below, limit: 2 }), ids)).toBe('1 0')
    expect(asked()).toEqual(['versions', 'versions', 'whole', 'whole'])
  })

  it('is asked about together with those of others who ask at the same time, each by its own', async () => {
    const { store, asked } = await openStore()
    const [some, others] = [await openGroups(store), await openGroups(store)]
    await store.commit([item(some.ids[0] ?? '', some.other, mark('message.hidden', some.messageIds[0] ?? ''))])
    const all = () =>
      Promise.all(
        [some.one, some.other, others.one, others.other, newId()].flatMap((viewer) =>
          [2, 3].map((limit) => store.inbox(viewer, { limit })),
        ),
      )
    const pages = await all()
    expect(pages.map(({ length }) => length)).toEqual([2, 3, 2, 3, 2, 3, 2, 3, 0, 0])
    asked()
    expect((await all()).slice(0, 8)).toEqual(pages.slice(0, 8))
    expect(asked().toSorted()).toEqual(['versions', 'whole', 'whole'])
  })

  it('of nobody is empty, and begins with what comes', async () => {
    const { store, asked } = await openStore()
    const somebody = newId()
    for (const _ of upTo(2)) expect(await store.inbox(somebody, { limit: 4 })).toEqual([])
    const id = newId()
    await store.commit([item(id, 'alice', create('group', ['alice', somebody]))])
    expect(await store.inbox(somebody, { limit: 4 })).toMatchObject([{ id }])
    await store.commit([item(id, somebody, leave(somebody))])
    expect(await store.inbox(somebody, { limit: 4 })).toEqual([])
    expect(asked()).toEqual(['whole', 'versions', 'versions', 'whole', 'versions', 'whole'])
  })

  it('is that of now whatever another process did, for everybody', async () => {
    const [{ store }, { store: elsewhere }] = [await openStore(), await openStore()]
    const { one, other, ids, messageIds, commit } = await openGroups(store)
    const [direct, third] = [directId(one, other), `third ${newId()}`]
    const [first = '', , second = '', last = ''] = messageIds
    await store.commit([item(direct, one, create('direct', [one, other]), send('between us'))])
    const blocking = (type: 'user.blocked' | 'user.unblocked'): Promise<unknown> =>
      store.commit([item(direct, one, { type, owner: one, userId: other })])
    const updating = (change: object): Promise<unknown> => commit(1, one, { type: 'conversation.updated', ...change })
    const importing = (at: number, seen: object): Promise<unknown> => {
      const draft = importInto(ids[at] ?? '', 2)
      return store.import({ ...draft, readers: draft.readers.map((reader) => ({ ...reader, userId: other, ...seen })) })
    }
    const erasing = async (who: string): Promise<void> => {
      await store.accounts.beginErasure(who, `erased:${newId()}`)
      for (let step = await store.accounts.eraseStep(who, 100); step !== 'done';) {
        if (typeof step === 'object') await store.commit([item(step.leave, who, leave(who))])
        step = await store.accounts.eraseStep(who, 100)
      }
    }
    const damaging = (sql: string): Promise<unknown> => database.query(sql, [ids[1] ?? ''])
    const doings: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['a send', () => commit(1, one, send('one more'))],
      ['an answer', () => commit(1, other, send('and one more'))],
      ['a receipt', () => commit(1, other, read(2))],
      ['a delivery', () => commit(1, other, deliver(3))],
      ['a receipt of somebody else', () => commit(1, one, read(4))],
      ['an edit', () => commit(2, one, edit(second, 'edited', other))],
      ['a reaction', () => commit(2, other, react(second, '👍'))],
      ['a reaction taken back', () => commit(2, other, unreact(second, '👍'))],
      ['a pin', () => commit(2, other, mark('message.pinned', second))],
      ['a pin taken off', () => commit(2, other, mark('message.unpinned', second))],
      ['a retraction', () => commit(2, one, mark('message.retracted', second))],
      ['a purge', () => commit(2, one, { type: 'message.purged', messageId: second })],
      ['what one hides', () => commit(3, other, mark('message.hidden', last))],
      ['what one hides elsewhere', () => commit(0, other, mark('message.hidden', first))],
      ['what one mutes', () => commit(1, other, mute('2030-01-01T00:00:00.000Z'))],
      ['what one mutes no more', () => commit(1, other, mute(null))],
      ['what one clears', () => commit(3, other, clear(2))],
      ['a title', () => updating({ title: 'new' })],
      ['a policy', () => updating({ invitePolicy: 'admins' })],
      ['a member', () => commit(1, one, add(third))],
      ['a role', () => commit(1, one, { type: 'member.role', userId: third, role: 'admin' })],
      ['who leaves', () => commit(1, other, leave(other))],
      ['who comes back', () => commit(1, one, add(other))],
      ['who is removed', () => commit(1, one, remove(third))],
      ['a block', () => blocking('user.blocked')],
      ['a block that ends', () => blocking('user.unblocked')],
      ['an import', () => store.import(importInto(ids[0] ?? '', 2))],
      ['an import of what a reader did', () => importing(2, {})],
      ['an import of what a reader hid', () => importing(3, { reads: [], deliveries: [], cleared: null })],
      ['damage', () => damaging('update msg.conversation set last_seq = 2, member_count = 9 where id = $1')],
      ['more damage', () => damaging('update msg.reader set read_seq = 70, unread = false where conversation_id = $1')],
      ['a repair', () => repair(database)],
      ['a crowd', () => store.commit(upTo(100).map(() => item(ids[1] ?? '', one, add(newId()))))],
      ['a send to a crowd', () => commit(1, one, send('hello all'))],
      ['a room that is made', () => store.commit([item(newId(), other, create('group', [other, third]))])],
      ['closing', () => updating({ closed: true })],
      ['an erasure', () => erasing(one)],
      ['deleting', () => commit(2, other, { type: 'conversation.deleted' })],
    ]
    const viewers = [one, other, third]
    const each = (readOne: (viewer: string, limit: number) => Promise<unknown>): Promise<unknown> =>
      Promise.all(viewers.flatMap((viewer) => [3, 20].map((limit) => readOne(viewer, limit))))
    const known = () => each((viewer, limit) => elsewhere.inbox(viewer, { limit }))
    let before = await known()
    for (const [what, go] of doings) {
      await go()
      const now = await known()
      expect({ what, now }).toEqual({ what, now: await each(readAnew) })
      expect({ what, now }).not.toEqual({ what, now: before })
      before = now
    }
  })

  it('is whole, in order and of one moment where it changes while it is asked about', async () => {
    const { store } = await openStore()
    const { one, other, ids, commit } = await openGroups(store)
    const between: (() => Promise<unknown>)[] = []
    const { store: late, asked } = await openStore((kind) => (kind === 'versions' ? between.shift()?.() : undefined))
    const meanwhile: readonly (readonly [readonly string[], () => Promise<unknown>])[] = [
      [['versions', 'some', 'whole'], () => commit(2, one, send('meanwhile'))],
      [['versions', 'some'], () => commit(1, one, send('meanwhile'))],
      [['versions', 'some', 'whole'], () => commit(2, other, read(9))],
      [['versions', 'some', 'whole'], () => commit(2, other, leave(other))],
    ]
    await late.inbox(other, { limit: 3 })
    for (const [statements, go] of meanwhile) {
      await commit(2, one, send('before it'))
      asked()
      between.push(go)
      const found = await late.inbox(other, { limit: 3 })
      expect(new Set(found.map(({ id }) => id)).size).toBe(3)
      const places = found.map(({ activity: { minute, position } }) => minute * 1e9 + position)
      expect(places).toEqual(places.toSorted((higher, lower) => lower - higher))
      expect(asked()).toEqual(statements)
      expect(await late.inbox(other, { limit: 3 })).toEqual(await readAnew(other, 3))
    }
    expect(names(await late.inbox(other, { limit: 3 }), ids)).toBe('1 3 0')
  })

  it('is read like any page where nobody can say whether it is still right', async () => {
    let failing = false
    const { store, asked } = await openStore((kind) => {
      if (failing && kind === 'versions') throw new Error('lost')
    })
    const { other } = await openGroups(store)
    const page = await store.inbox(other, { limit: 4 })
    failing = true
    expect(await store.inbox(other, { limit: 4 })).toEqual(page)
    failing = false
    expect(asked()).toEqual(['whole', 'versions', 'whole'])
  })

  it('is not read again because its rows were frozen, or their tables written anew', async () => {
    const { store, asked } = await openStore()
    const { other } = await openGroups(store)
    const page = await store.inbox(other, { limit: 4 })
    await database.query('vacuum (freeze) msg.reader')
    await database.query('vacuum (full, freeze) msg.conversation')
    expect(await store.inbox(other, { limit: 4 })).toBe(page)
    expect(asked()).toEqual(['whole', 'versions'])
  })
})

test('first pages give way as they grow, those of the viewers first asked for first', () => {
  const pages = createFirstInboxPages(5_000)
  const lastMessage = { body: 'x'.repeat(1_000), mentions: [], attachments: [], reactions: [] }
  const record = { lastMessage }
  for (const viewer of ['one', 'two', 'three'])
    pages.set(viewer, 50, { versions: '', records: [record, { lastMessage: null }] as never })
  expect(['one', 'two', 'three'].map((viewer) => pages.get(viewer, 50) !== undefined)).toEqual([false, false, true])
})

test('empty inboxes give way too, however many users have one', () => {
  const pages = createFirstInboxPages(100_000)
  const viewers = upTo(10_000).map((n) => `visitor ${n}`)
  for (const viewer of viewers) pages.set(viewer, 50, { versions: '', records: [] })
  expect(viewers.filter((viewer) => pages.get(viewer, 50) !== undefined).length).toBeLessThan(1_000)
})
