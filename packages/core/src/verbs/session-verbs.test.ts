import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import { openDirectory } from '../ports/directory.ts'
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
