import type { AccountContents, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

/** Everything a place holds of a user, page by page. */
const wholeContents = async (store: Store, userId: string, id: string, limit: number): Promise<AccountContents> => {
  const found: AccountContents['messages'][number][] = []
  let above: number | null = 0
  for (;;) {
    const page = await store.accounts.contents(userId, id, { above, limit })
    if (page === null) return expect.fail('there is no such place')
    expect(page.messages.length).toBeLessThanOrEqual(limit)
    found.push(...page.messages)
    if (page.next === null) return { ...page, messages: found }
    expect(page.next).toBeGreaterThan(above)
    above = page.next
  }
}

const seqsIn = ({ messages }: AccountContents): readonly number[] => messages.map(({ seq }) => seq)

export const accountStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: "a user's places are where they were members, and where they did anything without being one",
    proves: ['accounts'],
    run: withStore(async (store) => {
      const places = async (userId: string) => store.accounts.places(userId, { limit: 10 })
      const ids = upTo(3).map(() => newId())
      for (const id of ids) await startGroup(store, ['alice', 'bob'], id)
      const [group = '', reacted = '', sent = ''] = ids
      await committed(store, item(group, 'alice', { type: 'member.left', userId: 'alice' }))
      const draft = message('hello')
      await committed(store, item(reacted, 'alice', draft))
      await committed(store, item(reacted, 'guest', { type: 'reaction.added', messageId: draft.id, emoji: '👍' }))
      await committed(store, item(sent, 'guest', message('hi')))
      expect(await places('alice')).toEqual([...ids].toSorted())
      expect(await places('guest')).toEqual([reacted, sent].toSorted())
      expect(await places('nobody')).toEqual([])
      const [first = '', ...rest] = await places('alice')
      expect(await store.accounts.places('alice', { limit: 1 })).toEqual([first])
      expect(await store.accounts.places('alice', { above: first, limit: 10 })).toEqual(rest)
    }),
  },
  {
    name: 'whoever makes, pins or hides something without being a member is known there',
    proves: ['accounts'],
    run: withStore(async (store) => {
      const id = newId()
      const creation = {
        type: 'conversation.created',
        kind: 'channel',
        title: null,
        invitePolicy: 'members',
        target: { type: 'project', id: '7' },
        members: [],
        contentHash: 'e'.repeat(64),
      } as const
      const draft = message('hello')
      await committed(store, item(id, 'maker', creation))
      await committed(store, item(id, 'author', draft))
      await committed(store, item(id, 'moderator', { type: 'message.pinned', messageId: draft.id }))
      await committed(store, item(id, 'viewer', { type: 'message.hidden', messageId: draft.id }))
      for (const userId of ['maker', 'author', 'moderator', 'viewer'])
        expect(await store.accounts.places(userId, { limit: 10 })).toEqual([id])
      expect(await store.accounts.places('7', { limit: 10 })).toEqual([])
      expect(await store.accounts.contents('viewer', id, { above: 0, limit: 10 })).toMatchObject({
        conversation: { membership: null, reader: null, conversation: null },
        messages: [],
      })
      expect(await store.accounts.contents('author', id, { above: 0, limit: 10 })).toMatchObject({
        messages: [{ messageId: draft.id, message: { body: 'hello' } }],
      })
      expect(await store.accounts.contents('author', newId(), { above: 0, limit: 10 })).toBeNull()
    }),
  },
  {
    name: 'what is mine is found in however long a conversation, by pages of any length',
    proves: ['accounts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol'])
      await committed(store, item(id, 'carol', message('first')))
      for (const _ of upTo(25)) await store.commit(upTo(100).map(() => item(id, 'bob', message('x'))))
      await committed(store, item(id, 'carol', message('last')))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'carol' }))
      for (const limit of [1, 7, 100])
        expect(seqsIn(await wholeContents(store, 'carol', id, limit))).toEqual([1, 2_502])
      expect(seqsIn(await wholeContents(store, 'alice', id, 1_000))).toEqual(upTo(2_502))
    }),
  },
]
