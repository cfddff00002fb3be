import type { Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { add, create, deliver, guarded, item, leave, read, send, told } from '../../test/drafts.ts'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'
import { createStore, readMeta } from '../store.ts'
import { pgliteStores } from '../testing.ts'

const stores = pgliteStores()
const queries: string[] = []
let store: Store

beforeEach(async () => {
  store = await stores.open({ onQuery: (sql) => queries.push(sql) })
  queries.length = 0
  return () => store.close()
})
afterAll(() => stores.close())

const group = async (...userIds: readonly string[]): Promise<string> => {
  const id = newId()
  await store.commit([item(id, userIds[0] ?? '', create('group', userIds))])
  return id
}

const inboxOf = async (viewer: string): Promise<readonly string[]> =>
  (await store.inbox(viewer, { limit: 50 })).map(({ id }) => id)

describe('a commit', () => {
  test('of 64 items of all kinds is one round trip', async () => {
    const id = await group('alice', 'bob')
    queries.length = 0
    const items = upTo(64).map((n) =>
      n === 30 ? item(id, 'alice', add('carol')) : n % 3 === 0 ? item(id, 'bob', read(n)) : item(id, 'alice', send()),
    )
    expect(
      told(await store.commit(items)).every((status) => typeof status === 'number' || status === 'committed'),
    ).toBe(true)
    expect(queries).toHaveLength(1)
  })

  test('of no items changes nothing', async () => {
    expect(await store.commit([])).toEqual([])
  })

  test('lets rare and hot items of one conversation build on one another, in the order of the batch', async () => {
    const id = newId()
    const outcomes = await store.commit([
      item(id, 'alice', send('too early')),
      item(id, 'alice', create('group', ['alice', 'bob']), send('one')),
      guarded(item(id, 'bob', send('two')), { on: 'member', userId: 'bob', version: 1 }),
      item(id, 'bob', leave('bob')),
      guarded(item(id, 'bob', send('too late')), { on: 'member', userId: 'bob', version: 1 }),
      item(id, 'alice', send('three')),
      item(id, 'alice', add('bob')),
      item(id, 'bob', read(9)),
    ])
    expect(told(outcomes)).toEqual(['stale', 'committed', 2, 'committed', 'stale', 3, 'committed', 3])
    expect(outcomes[1]).toMatchObject({ stamps: [{ revision: 1 }, { revision: 2, seq: 1 }] })
    expect((await store.messages('alice', id, { order: 'asc', limit: 9 }))?.map(({ body }) => body)).toEqual([
      'one',
      'two',
      'three',
    ])
    expect(await store.windows('bob')).toEqual([{ conversationId: id, joinedRevision: 6, endedRevision: null }])
  })

  test('gives an id to the first item of a batch that may have it', async () => {
    const id = await group('alice', 'bob')
    const { id: messageId } = send()
    const stale = { on: 'settings', version: 9 } as const
    const outcomes = await store.commit([
      guarded(item(id, 'alice', send('stale', messageId)), stale),
      item(id, 'alice', send('first', messageId)),
      item(id, 'bob', send('second', messageId)),
      guarded(item(id, 'alice', send('third', messageId)), stale),
    ])
    expect(told(outcomes)).toEqual(['stale', 1, 'duplicate', 'duplicate'])
    expect(outcomes[2]).toMatchObject({ used: { authorId: 'alice', message: { body: 'first', seq: 1 } } })
  })

  test('of one item that uses an id twice fails, alone, and leaves nothing', async () => {
    const id = await group('alice', 'bob')
    const twice = send()
    expect(
      told(await store.commit([item(id, 'alice', send()), item(id, 'alice', twice, twice), item(id, 'bob', send())])),
    ).toEqual([1, 'failed', 2])
    expect(await store.usedId('message', twice.id)).toBeNull()
    expect((await store.slice({ conversationId: id, userIds: [] }))?.conversation.lastSeq).toBe(2)
  })

  test('of texts no database holds, or ids that are none, fails those items alone', async () => {
    const id = await group('alice', 'bob')
    const outcomes = await store.commit([
      item(id, 'alice', send('one')),
      item(id, 'alice', send('\0')),
      item(id, 'alice', send('\ud800')),
      item('nowhere', 'alice', send()),
      item(id, 'alice', send('two')),
    ])
    expect(told(outcomes)).toEqual([1, 'failed', 'failed', 'failed', 2])
  })

  test('keeps texts byte for byte', async () => {
    const id = await group('alice', 'bob')
    const body = ' \u00e1 a\u0301 \u{1f469}\u200d\u{1f467} \r\n\t "quoted" \\u0041 \\ $1 ${x} %s \u2028 \ufeff '
    await store.commit([item(id, 'alice', send(body))])
    expect(await store.messages('bob', id, { order: 'asc', limit: 1 })).toMatchObject([{ body }])
  })

  test('never makes a direct of one, of three, or a second one of a pair', async () => {
    const [direct, another] = [newId(), newId()]
    expect(told(await store.commit([item(newId(), 'alice', create('direct', ['alice', 'alice']))]))).toEqual(['failed'])
    expect(told(await store.commit([item(newId(), 'alice', create('direct', ['alice', 'bob', 'carol']))]))).toEqual([
      'failed',
    ])
    expect(told(await store.commit([item(direct, 'alice', create('direct', ['alice', 'bob']))]))).toEqual(['committed'])
    expect(await store.commit([item(another, 'bob', create('direct', ['bob', 'alice']))])).toMatchObject([
      { status: 'duplicate', used: { conversationId: direct, authorId: 'alice' } },
    ])
    expect(await inboxOf('alice')).toEqual([direct])
  })

  test('refuses to add who is in, and to end who is out', async () => {
    const id = await group('alice', 'bob')
    expect(told(await store.commit([item(id, 'alice', add('bob')), item(id, 'alice', leave('carol'))]))).toEqual([
      'failed',
      'failed',
    ])
    expect((await store.slice({ conversationId: id, userIds: [], roster: true }))?.roster?.members).toBe(2)
  })
})

describe('a receipt', () => {
  test('to five of seven leaves the rest unread, and clears only at the end', async () => {
    const id = await group('alice', 'bob')
    await store.commit(upTo(7).map(() => item(id, 'alice', send())))
    await store.commit([item(id, 'bob', read(5))])
    expect(await store.unread('bob')).toMatchObject({ conversations: { count: 1 }, messages: { count: 2 } })
    await store.commit([item(id, 'bob', read(7))])
    expect(await store.unread('bob')).toMatchObject({ conversations: { count: 0 }, messages: { count: 0 } })
  })

  test('is the highest of its batch, and each advance is logged once', async () => {
    const id = await group('alice', 'bob')
    const { snapshot } = await store.log({ after: null, limit: 1 })
    const outcomes = await store.commit([
      item(id, 'bob', read(1)),
      item(id, 'alice', send()),
      item(id, 'alice', send()),
      item(id, 'bob', read(1)),
      item(id, 'bob', read(1)),
      item(id, 'bob', read(99)),
      item(id, 'alice', send()),
      item(id, 'bob', read(2)),
    ])
    expect(told(outcomes)).toEqual([0, 1, 2, 1, 1, 2, 3, 2])
    const { changes } = await store.log({ after: snapshot, limit: 50 })
    expect(changes.filter(({ change }) => change.type === 'receipt.advanced')).toHaveLength(2)
    expect((await store.conversation('bob', id))?.me).toMatchObject({ readSeq: 2, unread: { count: 1 } })
    expect(outcomes[0]).toMatchObject({ stamps: [{ revision: null, seq: 0, readAt: null }] })
  })
})

describe('advances', () => {
  test('are remembered up to about a thousand of each watermark, whatever a reader does', async () => {
    const database = await openDatabase({})
    await migrate(database)
    const kept = createStore(database, await readMeta(database, 'none'))
    const id = newId()
    await kept.commit([item(id, 'alice', create('group', ['alice', 'bob']))])
    const rows = async () =>
      database.query('select mark, min(seq) as low, count(*) as kept from msg.advance group by mark order by mark')
    for (let from = 0; from < 2_400; from += 60) {
      await kept.commit(upTo(60).map(() => item(id, 'alice', send())))
      await kept.commit(upTo(60).map((n) => item(id, 'bob', n % 4 === 0 ? read(from + n - 2) : deliver(from + n))))
    }
    const [delivered, seen] = await rows()
    expect(seen).toMatchObject({ mark: 'read', low: 2, kept: 600 })
    expect(Number(delivered?.['kept'])).toBeGreaterThanOrEqual(1_000)
    expect(Number(delivered?.['kept'])).toBeLessThan(1_250)
    await kept.close()
  })
})

describe('leaving and coming back', () => {
  test('takes a conversation out of the inbox and brings it back where it belongs, unread from the old watermark', async () => {
    const [id, other] = [await group('alice', 'bob'), await group('alice', 'bob')]
    await store.commit([item(id, 'alice', send()), item(id, 'bob', read(1)), item(id, 'bob', leave('bob'))])
    expect(await inboxOf('bob')).toEqual([other])
    await store.commit([item(id, 'alice', send()), item(other, 'alice', send()), item(id, 'alice', send())])
    expect((await store.unread('bob')).conversations.count).toBe(1)
    await store.commit([item(id, 'alice', add('bob'))])
    expect(await inboxOf('bob')).toEqual([id, other])
    expect((await store.conversation('bob', id))?.me).toMatchObject({ readSeq: 1, unread: { count: 2 } })
    expect((await store.unread('bob')).conversations.count).toBe(2)
    expect((await store.members('alice', id, { limit: 9 }))?.map(({ ordinal, userId }) => [ordinal, userId])).toEqual([
      [1, 'alice'],
      [3, 'bob'],
    ])
  })

  test('someone who left sees the members of that moment, also those who left and came back since', async () => {
    const id = await group('alice', 'bob', 'carol')
    await store.commit([item(id, 'bob', leave('bob'))])
    await store.commit([
      item(id, 'carol', leave('carol')),
      item(id, 'alice', add('carol')),
      item(id, 'alice', add('dave')),
    ])
    expect((await store.members('bob', id, { limit: 9 }))?.map(({ userId, status }) => [userId, status])).toEqual([
      ['alice', 'active'],
      ['carol', 'active'],
    ])
    expect(await store.conversation('bob', id)).toMatchObject({ memberCount: 2, memberIds: ['alice', 'carol'] })
  })

  test('a founder who came back is still named as a founder', async () => {
    const { snapshot } = await store.log({ after: null, limit: 1 })
    const id = await group('alice', 'bob')
    await store.commit([item(id, 'bob', leave('bob')), item(id, 'alice', add('bob'))])
    const { changes } = await store.log({ after: snapshot, limit: 1 })
    expect(changes[0]?.founders).toEqual(['alice', 'bob'])
  })
})

describe('a conversation of more than a hundred', () => {
  test('keeps inbox and unread exact while its members come, read and go', async () => {
    const id = await group('alice', ...upTo(99).map((n) => `user-${n}`))
    const [one] = await store.commit([item(id, 'alice', send())])
    expect(one?.status).toBe('committed')
    expect((await store.unread('user-5')).messages.count).toBe(1)
    await store.commit([item(id, 'alice', add('the hundred and first'))])
    await store.commit([item(id, 'user-5', read(1))])
    expect((await store.unread('user-5')).conversations.count).toBe(0)
    await store.commit([item(id, 'alice', send())])
    expect(await store.unread('user-5')).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
    expect((await store.unread('the hundred and first')).messages.count).toBe(2)
    expect(await inboxOf('the hundred and first')).toEqual([id])
    await store.commit([item(id, 'user-5', leave('user-5'))])
    expect(await inboxOf('user-5')).toEqual([])
    expect((await store.unread('user-5')).conversations.count).toBe(0)
  })
})
