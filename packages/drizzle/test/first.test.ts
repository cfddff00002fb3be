import { uuidFromTime } from '@msg/core'
import { expect, test } from 'vitest'
import { openPglite } from '@msg/drizzle'

const newId = () => uuidFromTime(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

test('thin slice', async () => {
  const queries: string[] = []
  const store = await openPglite({ onQuery: (sql) => queries.push(sql) })
  const id = newId()
  const start = (await store.log({ after: null, limit: 1 })).snapshot
  console.log(store.meta, start)
  const [made] = await store.commit([
    {
      conversationId: id,
      actor: 'alice',
      guards: [],
      changes: [
        {
          type: 'conversation.created',
          kind: 'direct',
          title: null,
          invitePolicy: 'members',
          contentHash: 'x',
          members: [
            { userId: 'alice', role: 'member' },
            { userId: 'bob', role: 'member' },
          ],
        },
      ],
    },
  ])
  console.log(made)
  const m1 = newId(),
    m2 = newId()
  console.dir(
    await store.commit([
      {
        conversationId: id,
        actor: 'alice',
        guards: [{ on: 'settings', version: 1 }],
        changes: [{ type: 'message.sent', id: m1, verb: 'message', body: 'hi', contentHash: 'h' }],
      },
      {
        conversationId: id,
        actor: 'alice',
        guards: [{ on: 'settings', version: 2 }],
        changes: [{ type: 'message.sent', id: m2, verb: 'message', body: 'hi', contentHash: 'h' }],
      },
      {
        conversationId: id,
        actor: 'bob',
        guards: [],
        changes: [{ type: 'message.sent', id: m1, verb: 'message', body: 'hi', contentHash: 'h' }],
      },
      { conversationId: id, actor: 'bob', guards: [], changes: [{ type: 'receipt.advanced', readSeq: 10 }] },
      {
        conversationId: id,
        actor: 'bob',
        guards: [],
        changes: [{ type: 'message.sent', id: m2, verb: 'message', body: 'ho', contentHash: 'h' }],
      },
    ]),
    { depth: 9 },
  )
  console.dir(await store.slice({ conversationId: id, userIds: ['alice', 'zed'], roster: true }), { depth: 9 })
  console.dir(await store.inbox('alice', { limit: 10 }), { depth: 9 })
  console.dir(await store.unread('alice'), { depth: 9 })
  console.dir(await store.unread('bob'), { depth: 9 })
  console.dir(await store.members('bob', id, { limit: 9 }), { depth: 9 })
  console.dir(await store.messages('bob', id, { limit: 9, order: 'desc' }), { depth: 9 })
  console.dir(await store.message('bob', m1), { depth: 9 })
  console.dir(await store.usedId('message', m1), { depth: 9 })
  console.dir(await store.windows('bob'), { depth: 9 })
  console.dir(await store.log({ after: start, limit: 10 }), { depth: 9 })
  console.dir(await store.feed('bob', { after: start, limit: 2 }), { depth: 9 })
  console.log(queries.length)
  await store.close()
  expect(1).toBe(1)
})
