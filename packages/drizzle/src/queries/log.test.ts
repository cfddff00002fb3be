import { createMessaging } from '@msg/core'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'
import { createStore, readMeta } from '../store.ts'

test('a snapshot claims no transaction above the newest change: after a crash its number may be given to another', async () => {
  const database = await openDatabase({})
  await migrate(database)
  const store = createStore(database, await readMeta(database, 'none'))
  const messaging = createMessaging({ store })
  onTestFinished(() => messaging.close())
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  const before = await store.log({ after: null, limit: 1 })
  // Transactions that leave nothing behind are not flushed when they end.
  for (let n = 0; n < 5; n += 1) await database.query('select pg_current_xact_id()')
  const [newest] = await database.query('select (max(xid)::text::bigint + 1)::text as next from msg.change')
  const { snapshot } = await store.log({ after: null, limit: 1 })
  expect(snapshot).toBe(before.snapshot)
  expect(snapshot.split(':')[1]).toBe(newest?.['next'])
  expect((await store.log({ after: before.snapshot, limit: 10 })).snapshot).toBe(snapshot)
  expect(await store.feed('bob', { after: before.snapshot, limit: 10 })).toMatchObject({ changes: [], snapshot })
})
