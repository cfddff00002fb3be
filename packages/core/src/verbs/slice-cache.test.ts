import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Slice, Store } from '../ports/store.ts'
import { createSliceCache } from './slice-cache.ts'

/** A memory store that counts its round trips. */
const counting = () => {
  const store = createMemoryStore()
  const calls: string[] = []
  const counted: Store = {
    ...store,
    slice: (query) => (calls.push('slice'), store.slice(query)),
    commit: (items) => (calls.push('commit'), store.commit(items)),
    usedId: (kind, id) => (calls.push('usedId'), store.usedId(kind, id)),
  }
  return { store: counted, calls }
}

test('the first send of a member reads the slice, the next ones only commit', async () => {
  const { store, calls } = counting()
  await using messaging = createMessaging({ store })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  calls.length = 0
  await alice.messages.send({ conversationId, body: 'one' })
  await alice.messages.send({ conversationId, body: 'two' })
  await alice.receipts.markRead({ conversationId, seq: 1 })
  expect(calls).toEqual(['slice', 'commit', 'commit', 'commit'])
})

test('a decision from an outdated slice is not committed, and a refusal is given only from a fresh one', async () => {
  const { store, calls } = counting()
  await using one = createMessaging({ store })
  await using other = createMessaging({ store })
  const [alice, aliceElsewhere] = [one.as('alice'), other.as('alice')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await alice.messages.send({ conversationId, body: 'one' })
  await aliceElsewhere.members.leave({ conversationId })
  calls.length = 0
  await expect(alice.messages.send({ conversationId, body: 'two' })).rejects.toMatchObject({ code: 'not_a_member' })
  expect(calls).toEqual(['commit', 'slice'])
  await other.as('bob').members.add({ conversationId, userIds: ['alice'] })
  expect((await alice.messages.send({ conversationId, body: 'three' })).seq).toBe(2)
})

test('the least recently used slices give way', () => {
  const cache = createSliceCache(2)
  const query = (conversationId: string) => ({ conversationId, userIds: ['alice'] })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is in a slice does not matter here
  const slice = {} as Slice
  cache.set(query('a'), slice)
  cache.set(query('b'), slice)
  cache.get(query('a'))
  cache.set(query('c'), slice)
  expect(['a', 'b', 'c'].map((id) => cache.get(query(id)) !== null)).toEqual([true, false, true])
})
