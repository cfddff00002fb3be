import { expect, test } from 'vitest'
import { MsgError } from '../errors.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Store } from '../ports/store.ts'
import type { Session } from '../session.ts'

const full = new MsgError('busy', 'no connection was free', { retryAfter: 1, outcome: 'none' })

/** A store that, once told to, takes one more commit, and then has no connection free until it is told that it is well. */
const exhausted = () => {
  const sound = createMemoryStore()
  let state: 'well' | 'last' | 'full' = 'well'
  const unlessFull =
    <Args extends readonly unknown[], Answer>(read: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      state === 'full' ? Promise.reject(full) : read(...args)
  const store: Store = {
    ...sound,
    commit(items) {
      if (state === 'last') state = 'full'
      return sound.commit(items)
    },
    slice: unlessFull(sound.slice),
    conversation: unlessFull(sound.conversation),
    message: unlessFull(sound.message),
    member: unlessFull(sound.member),
    blocksBetween: unlessFull(sound.blocksBetween),
    accounts: { ...sound.accounts, beginErasure: unlessFull(sound.accounts.beginErasure) },
  }
  return { store, set: (next: typeof state) => void (state = next) }
}

/** What a verb is called with. */
interface Scene {
  readonly alice: Session
  readonly conversationId: string
  readonly messageId: string
}

const calls: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'conversations.startDirect': ({ alice }) => alice.conversations.startDirect({ userId: 'dave' }),
  'conversations.startGroup': ({ alice }) => alice.conversations.startGroup({ userIds: ['dave'] }),
  'conversations.openRoom': ({ alice }) => alice.conversations.openRoom({ title: 'room' }),
  'conversations.update': ({ alice, conversationId }) => alice.conversations.update({ conversationId, title: 'new' }),
  'members.add': ({ alice, conversationId }) => alice.members.add({ conversationId, userIds: ['dave'] }),
  'members.remove': ({ alice, conversationId }) => alice.members.remove({ conversationId, userId: 'bob' }),
  'members.setRole': ({ alice, conversationId }) =>
    alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' }),
  'members.leave': ({ alice, conversationId }) => alice.members.leave({ conversationId }),
  'messages.sendToUsers': ({ alice }) => alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hello' }),
  'messages.edit': ({ alice, messageId }) => alice.messages.edit({ messageId, body: 'new' }),
  'messages.retract': ({ alice, messageId }) => alice.messages.retract({ messageId }),
  'messages.pin': ({ alice, messageId }) => alice.messages.pin({ messageId }),
  'reactions.add': ({ alice, messageId }) => alice.reactions.add({ messageId, emoji: '👍' }),
  'people.block': ({ alice }) => alice.people.block({ userId: 'bob' }),
  'account.erase': ({ alice }) => alice.account.erase(),
}

test.each(Object.entries(calls))(
  'where %s was committed and what it is to answer cannot be read, nobody is told that nothing happened',
  async (_, call) => {
    const { store, set } = exhausted()
    await using messaging = createMessaging({ store })
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
    const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
    const before = await store.log({ after: null, limit: 1 })
    set('last')
    const refused = { code: 'busy', retryAfter: 1, outcome: 'unknown' }
    await expect(call({ alice, conversationId, messageId })).rejects.toMatchObject(refused)
    set('well')
    expect((await store.log({ after: before.snapshot, limit: 10 })).changes).not.toEqual([])
  },
)

test('where nothing was committed, whoever calls is told so', async () => {
  const { store, set } = exhausted()
  await using messaging = createMessaging({ store })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  set('full')
  const renamed = alice.conversations.update({ conversationId, title: 'new' })
  await expect(renamed).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
})
