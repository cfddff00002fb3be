import { expect, test } from 'vitest'
import { memoryDirectory } from '../memory/directory.ts'
import { createMessaging } from '../messaging.ts'

test('where the host shows e-mail addresses, the answers of people carry them, and nothing else does', async () => {
  const directory = memoryDirectory([
    { id: 'alice', displayName: 'Alice', email: 'alice@example.com', isActive: true },
    { id: 'bob', displayName: 'Bob', email: 'bob@example.com', isActive: true },
    { id: 'carol', displayName: 'Carol', isActive: true },
  ])
  await using messaging = createMessaging({ directory, showEmails: true })
  const alice = messaging.as('alice')
  const bob = { id: 'bob', displayName: 'Bob', email: 'bob@example.com', isActive: true }
  const carol = { id: 'carol', displayName: 'Carol', isActive: true }
  expect((await alice.people.search({ query: 'bob' })).profiles).toEqual([bob])
  expect((await alice.people.contacts()).profiles).toEqual([bob, carol])
  expect((await alice.people.get({ userIds: ['bob'] })).profiles).toEqual([bob])
  await alice.conversations.startDirect({ userId: 'bob' })
  expect(JSON.stringify(await alice.inbox.list())).not.toContain('@')
})
