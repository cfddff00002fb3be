import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Policy, PolicyAnswer } from '../policies/policy.ts'
import type { Processor, TextDraft } from '../policies/processor.ts'
import { openDirectory } from '../ports/directory.ts'
import type { Directory } from '../ports/directory.ts'
import type { Store } from '../ports/store.ts'

test('whatever a store or a directory fails with, a session rejects with a code of the table', async () => {
  const sound = createMemoryStore()
  const failing = new Error('something of the driver')
  let fails = false
  const store: Store = {
    ...sound,
    commit: async (items) =>
      fails ? items.map(() => ({ status: 'failed', error: failing }) as const) : sound.commit(items),
    unread: async () => Promise.reject(failing),
  }
  await using messaging = createMessaging({ store })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  fails = true
  const refusal = { code: 'unavailable', outcome: 'unknown', cause: failing }
  await expect(alice.messages.send({ conversationId, body: 'hello' })).rejects.toMatchObject(refusal)
  await expect(alice.inbox.unread()).rejects.toMatchObject(refusal)
  await using lost = createMessaging({
    directory: { ...openDirectory(), get: async () => Promise.reject(failing) },
  })
  await expect(lost.as('alice').conversations.startDirect({ userId: 'bob' })).rejects.toMatchObject(refusal)
})

test.each([undefined, true, {}, { reason: 'strange' }, { code: 'not_found', reason: 'strange' }])(
  'a policy that answers %o, which means nothing, lets nobody through',
  async (answer) => {
    const policy: Policy = { name: 'strange', judge: () => answer as unknown as PolicyAnswer }
    await using messaging = createMessaging({ policies: [policy] })
    const refused = messaging.as('alice').conversations.startDirect({ userId: 'bob' })
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
  },
)

test.each([undefined, {}, { body: 5 }])(
  'a processor that answers %o, which is no text, stores nothing and says so',
  async (answer) => {
    const processor: Processor = { name: 'strange', process: () => answer as unknown as TextDraft }
    await using messaging = createMessaging({ processors: [processor] })
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const refused = alice.messages.send({ conversationId, body: 'hello' })
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
    expect((await alice.conversations.get({ conversationId })).lastSeq).toBe(0)
  },
)

test('whatever a directory fails with, what was missed is told, without profiles', async () => {
  const failing = new Error('something of the host')
  let fails = false
  const sound = openDirectory()
  const get: Directory['get'] = async (ids) => (fails ? Promise.reject(failing) : sound.get(ids))
  await using messaging = createMessaging({ directory: { ...sound, get } })
  const alice = messaging.as('alice')
  const { cursor } = await alice.live.read()
  await alice.conversations.startDirect({ userId: 'bob' })
  fails = true
  const events = alice.live.subscribe({ after: cursor })[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ changes: [{ type: 'conversation.created' }], profiles: [] })
  await events.return?.()
})

test('an engine closes once, however often it is asked to', async () => {
  let closed = 0
  const store = createMemoryStore()
  const counting: Store = {
    ...store,
    close: async () => {
      closed += 1
      await store.close()
    },
  }
  const messaging = createMessaging({ store: counting })
  await Promise.all([messaging.close(), messaging.close()])
  await messaging[Symbol.asyncDispose]()
  expect(closed).toBe(1)
})

test('who waits for an event and leaves need not wait until there is one', async () => {
  await using messaging = createMessaging()
  const events = messaging.as('alice').live.subscribe()[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ type: 'ready' })
  const waiting = events.next()
  expect(await events.return?.()).toEqual({ done: true, value: undefined })
  expect(await waiting).toEqual({ done: true, value: undefined })
})
