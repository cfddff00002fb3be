import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { commit, item, message, seqsOf, startGroup, withStore } from './context.ts'

/** An id is used once, for ever, and the store tells who used it. */
export const usedIdCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'eight parallel commits of one id make one message',
    proves: ['commit', 'usedId'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const draft = message('once')
      const outcomes = (
        await Promise.all([
          ...upTo(6).map(() => store.commit([item(conversationId, 'alice', draft)])),
          store.commit([item(conversationId, 'alice', draft), item(conversationId, 'alice', draft)]),
        ])
      ).flat()
      expect(outcomes.filter(({ status }) => status === 'committed')).toHaveLength(1)
      const stored = await store.message('alice', draft.id)
      const used = { conversationId, authorId: 'alice', contentHash: draft.contentHash, gone: false, message: stored }
      const repeats = outcomes.filter((outcome) => outcome.status === 'duplicate')
      expect(repeats.map((outcome) => outcome.used)).toEqual(upTo(7).map(() => used))
      expect(await seqsOf(store, 'alice', conversationId)).toEqual([1])
      expect(await store.usedId('message', draft.id)).toEqual(used)
      expect(await store.usedId('message', newId())).toBeNull()
    }),
  },
  {
    name: 'an id is used once, also across conversations',
    proves: ['commit'],
    run: withStore(async (store) => {
      const [one, other] = [await startGroup(store, ['alice', 'bob']), await startGroup(store, ['alice', 'bob'])]
      const draft = message('once')
      const outcomes = await Promise.all([one, other].map((id) => commit(store, item(id, 'alice', draft))))
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['committed', 'duplicate'])
      const numbers = [...(await seqsOf(store, 'alice', one)), ...(await seqsOf(store, 'alice', other))]
      expect(numbers).toEqual([1])
    }),
  },
  {
    name: 'a conversation id is used once, and tells who used it',
    proves: ['commit', 'usedId', 'conversation'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const again = await commit(store, {
        conversationId: id,
        actor: 'carol',
        changes: [
          {
            type: 'conversation.created',
            kind: 'group',
            title: 'mine',
            invitePolicy: 'admins',
            members: [{ userId: 'carol', role: 'admin' }],
            contentHash: 'f'.repeat(64),
          },
        ],
        guards: [],
      })
      expect(again).toMatchObject({
        status: 'duplicate',
        used: { conversationId: id, authorId: 'alice', message: null },
      })
      expect(await store.usedId('conversation', id)).toMatchObject({
        authorId: 'alice',
        contentHash: 'a'.padEnd(64, '0'),
      })
      expect(await store.conversation('carol', id)).toBeNull()
      expect(await store.conversation('bob', id)).toMatchObject({ title: 'a group', memberIds: ['alice', 'bob'] })
    }),
  },
  {
    name: 'parallel creations of one direct make one',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = newId()
      const outcomes = await Promise.all(
        upTo(8).map((n) =>
          commit(store, {
            conversationId,
            actor: n % 2 === 0 ? 'alice' : 'bob',
            changes: [
              {
                type: 'conversation.created',
                kind: 'direct',
                title: null,
                invitePolicy: 'members',
                members: [
                  { userId: n % 2 === 0 ? 'alice' : 'bob', role: 'member' },
                  { userId: n % 2 === 0 ? 'bob' : 'alice', role: 'member' },
                ],
                contentHash: 'd'.repeat(64),
              },
            ],
            guards: [],
          }),
        ),
      )
      expect(outcomes.filter(({ status }) => status === 'committed')).toHaveLength(1)
      expect(outcomes.filter(({ status }) => status === 'duplicate')).toHaveLength(7)
    }),
  },
]
