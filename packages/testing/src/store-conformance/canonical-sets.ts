import type { ChangeDraft, CommitItem, CommitOutcome, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { commit, committed, guarded, item, message, seqsOf, sliceOf, startGroup, withStore } from './context.ts'

export const canonicalSetCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a group born by sending is found by its active members in any order, and by no others',
    proves: ['slice', 'commit'],
    run: withStore(async (store) => {
      const id = await bornBySending(store, ['alice', 'bob', 'carol'])
      await startGroup(store, ['alice', 'bob', 'dave'])
      expect(await found(store, 'alice', 'bob', 'carol')).toBe(id)
      expect(await found(store, 'carol', 'alice', 'bob')).toBe(id)
      expect(await found(store, 'alice', 'bob')).toBeNull()
      expect(await found(store, 'alice', 'bob', 'Carol')).toBeNull()
      expect(await found(store, 'alice', 'bob', 'carol', 'dave')).toBeNull()
      expect(await found(store, 'alice', 'bob', 'dave')).toBeNull()
      const slice = await store.slice({
        canonicalOf: ['bob', 'alice', 'carol'],
        userIds: ['alice', 'dave'],
        roster: true,
      })
      const { members, roster, conversation } = await sliceOf(store, id, 'alice', 'dave')
      expect(slice).toEqual({ conversation, members, roster, canonical: true })
    }),
  },
  {
    name: 'parallel sends to the same people make one group',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const items = upTo(8).map((n) =>
        birth(
          ['alice', 'bob', 'carol'].toSorted(() => (n % 2) - 0.5),
          message(`${n}`),
        ),
      )
      const outcomes = (
        await Promise.all([...items.slice(0, 5).map((one) => store.commit([one])), store.commit(items.slice(5))])
      ).flat()
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['committed', ...upTo(7).map(() => 'stale')])
      const made = items[outcomes.findIndex(({ status }) => status === 'committed')]?.conversationId ?? ''
      expect(await found(store, 'alice', 'bob', 'carol')).toBe(made)
      expect(await seqsOf(store, 'bob', made)).toEqual([1])
      for (const { conversationId } of items)
        if (conversationId !== made) expect(await store.usedId('conversation', conversationId ?? '')).toBeNull()
    }),
  },
  {
    name: 'a set of users whose member goes and comes back is never of two groups',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const set = ['alice', 'bob', 'carol'] as const
      const first = await bornBySending(store, set)
      await committed(store, item(first, 'carol', left('carol')))
      expect(await found(store, ...set)).toBeNull()
      const second = await bornBySending(store, set)
      await committed(store, item(first, 'alice', added('carol')))
      expect(await found(store, ...set)).toBe(second)

      await committed(store, item(second, 'bob', left('bob')))
      const unclaimed = await store.slice({ canonicalOf: set, userIds: ['alice'] })
      expect(unclaimed).toMatchObject({ conversation: { id: first }, canonical: false })
      await committed(store, { ...item(first, 'alice', message('to whom it fits')), canonical: true })
      expect(await store.slice({ canonicalOf: set, userIds: [] })).toMatchObject({ canonical: true })
      await committed(store, item(second, 'alice', added('bob')))
      expect(await found(store, ...set)).toBe(first)
      expect(await commit(store, { ...item(second, 'alice', message('mine')), canonical: true })).toEqual(stale)
    }),
  },
  {
    name: 'of several groups that fit a set the oldest is found first',
    proves: ['slice'],
    run: withStore(async (store) => {
      const set = ['alice', 'bob', 'carol', 'dave'] as const
      const groups: string[] = []
      for (const one of upTo(3)) groups.push(await bornBySending(store, ['alice', 'bob', `other-${one}`]))
      const holder = await bornBySending(store, set)
      for (const [index, id] of groups.toReversed().entries())
        await committed(store, item(id, 'alice', left(`other-${groups.length - index}`), added('carol'), added('dave')))
      expect(await found(store, ...set)).toBe(holder)
      await committed(store, item(holder, 'alice', left('dave')))
      expect(await found(store, ...set)).toBe(groups[0])
    }),
  },
  {
    name: 'a member change moves a group born by sending to the set it now has, if that is free',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const id = await bornBySending(store, ['alice', 'bob', 'carol'])
      await committed(store, item(id, 'alice', added('dave'), added('eve'), message('all of you')))
      expect(await found(store, 'alice', 'bob', 'carol')).toBeNull()
      expect(await found(store, 'alice', 'bob', 'carol', 'dave')).toBeNull()
      expect(await found(store, 'alice', 'bob', 'carol', 'dave', 'eve')).toBe(id)
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'eve' }, left('alice')))
      expect(await found(store, 'bob', 'carol', 'dave')).toBe(id)
      await committed(store, item(id, 'bob', left('bob')))
      await committed(store, item(id, 'carol', left('carol')))
      await committed(store, item(id, 'dave', left('dave'), { type: 'conversation.updated', closed: true }))
      expect(await found(store, 'bob', 'carol', 'dave')).toBeNull()
    }),
  },
  {
    name: 'a refused claim changes nothing, and a started group can make none',
    proves: ['commit'],
    run: withStore(async (store) => {
      const id = await bornBySending(store, ['alice', 'bob', 'carol'])
      const old = { on: 'roster', version: 99 } as const
      expect(await commit(store, guarded(birth(['alice', 'bob', 'dave'], message('hi')), old))).toEqual(stale)
      expect(await found(store, 'alice', 'bob', 'dave')).toBeNull()
      const started = await startGroup(store, ['alice', 'bob', 'eve'])
      expect(await commit(store, { ...item(started, 'alice', message('hi')), canonical: true })).toEqual(stale)
      expect(await seqsOf(store, 'alice', started)).toEqual([])
      const used = message('used')
      await committed(store, item(id, 'alice', used))
      expect((await commit(store, birth(['alice', 'bob', 'frank'], used))).status).toBe('duplicate')
      expect(await found(store, 'alice', 'bob', 'frank')).toBeNull()
    }),
  },
  {
    name: 'groups that exchange their sets at once both follow',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      for (const round of upTo(4)) {
        const [both, x, y] = [[`a-${round}`, `b-${round}`], `x-${round}`, `y-${round}`] as const
        const [one, other] = [await bornBySending(store, [...both, x]), await bornBySending(store, [...both, y])]
        const outcomes = await Promise.all([
          commit(store, item(one, x, left(x), added(y))),
          commit(store, item(other, y, left(y), added(x))),
        ])
        expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'committed'])
        // Whichever came first found the set it came to still taken; it fits that set since it was given up.
        expect(await found(store, ...both, y)).toBe(one)
        expect(await found(store, ...both, x)).toBe(other)
      }
    }),
  },
]

const stale: CommitOutcome = { status: 'stale' }
const added = (userId: string): ChangeDraft => ({ type: 'member.added', userId, role: 'member' })
const left = (userId: string): ChangeDraft => ({ type: 'member.left', userId })

/** The item that sends to people for the first time. */
const birth = (userIds: readonly string[], ...more: readonly ChangeDraft[]): CommitItem => ({
  conversationId: newId(),
  actor: userIds[0] ?? '',
  changes: [
    {
      type: 'conversation.created',
      kind: 'group',
      title: null,
      invitePolicy: 'members',
      members: userIds.map((userId, index) => ({ userId, role: index === 0 ? 'admin' : 'member' })),
      contentHash: 'b'.repeat(64),
      bySending: true,
    },
    ...more,
  ],
  guards: [],
  canonical: true,
})

const bornBySending = async (store: Store, userIds: readonly string[]): Promise<string> => {
  const made = birth(userIds, message('hello all'))
  await committed(store, made)
  return made.conversationId ?? expect.fail('it was made somewhere')
}

/** Which group these users have. */
const found = async (store: Store, ...userIds: readonly string[]): Promise<string | null> =>
  (await store.slice({ canonicalOf: userIds, userIds: [] }))?.conversation.id ?? null
