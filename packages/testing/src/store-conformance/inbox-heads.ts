import { expect } from 'vitest'
import type { HeadsQuery, Store } from '@msg/core'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

/** Every head, page by page. */
const headsOf = async (store: Store, viewer: string, page: Omit<HeadsQuery, 'after'>) => {
  const heads = []
  let after: { readonly after?: string } = {}
  for (let more = true; more;) {
    const found = await store.inboxHeads(viewer, { ...page, ...after })
    expect(found.length).toBeLessThanOrEqual(page.limit)
    heads.push(...found)
    const last = found.at(-1)
    more = found.length === page.limit && last !== undefined
    if (last !== undefined) after = { after: last.place }
  }
  return heads.map(({ conversationId, title, named }) => ({ conversationId, title, named }))
}

const leave = (userId: string) => ({ type: 'member.left', userId }) as const
const title = (text: string) => ({ type: 'conversation.updated', title: text }) as const

export const inboxHeadCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'heads of an inbox come in its order, those of who left as of then',
    proves: ['inboxHeads', 'inbox'],
    run: withStore(async (store) => {
      const ids: string[] = []
      for (const n of upTo(7)) ids.push(await startGroup(store, ['alice', 'bob', n % 2 === 0 ? 'carol' : 'dave']))
      for (const id of [...ids.slice(3), ...ids.slice(0, 3)]) await committed(store, item(id, 'bob', message('x')))
      const order = (await store.inbox('alice', { limit: 9 })).map(({ id }) => id)
      const active = await headsOf(store, 'alice', { status: 'active', named: ['carol', 'nobody'], limit: 2 })
      expect(active.map(({ conversationId }) => conversationId)).toEqual(order)
      expect(active.filter(({ named }) => named).map(({ conversationId }) => ids.indexOf(conversationId) % 2)).toEqual([
        1, 1, 1,
      ])
      const left = { status: 'left', named: ['carol'], limit: 1 } as const
      expect(await headsOf(store, 'alice', left)).toEqual([])
      const [one = '', two = '', three = ''] = ids
      for (const id of [two, one, three]) {
        await committed(store, item(id, 'bob', title('as it was')))
        await committed(store, item(id, 'alice', leave('alice')))
        await committed(store, item(id, 'bob', title('later')))
      }
      await committed(store, item(two, 'carol', leave('carol')))
      await committed(store, item(one, 'bob', { type: 'member.added', userId: 'carol', role: 'member' }))
      await committed(store, item(three, 'bob', { type: 'member.removed', userId: 'alice' }))
      const heads = await headsOf(store, 'alice', left)
      expect(new Set(heads.map(({ conversationId }) => conversationId))).toEqual(new Set([one, two]))
      for (const head of heads) expect(head).toMatchObject({ title: 'as it was', named: head.conversationId === two })
      expect(await headsOf(store, 'alice', { status: 'active', named: [], limit: 9 })).toHaveLength(4)
      expect(await headsOf(store, 'stranger', left)).toEqual([])
    }),
  },
  {
    name: 'of some conversations the records of those in sight are read',
    proves: ['conversations', 'conversation'],
    run: withStore(async (store) => {
      const [mine, left, other] = [
        await startGroup(store, ['alice', 'bob']),
        await startGroup(store, ['alice', 'bob']),
        await startGroup(store, ['alice', 'carol']),
      ]
      for (const id of [mine, left, other]) await committed(store, item(id, 'alice', message('x')))
      await committed(store, item(left, 'bob', leave('bob')))
      const found = await store.conversations('bob', [mine, left, other, 'unknown'])
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set([mine, left]))
      for (const record of found) expect(record).toEqual(await store.conversation('bob', record.id))
      expect(await store.conversations('bob', [])).toEqual([])
    }),
  },
]
