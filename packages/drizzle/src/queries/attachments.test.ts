import { newId } from '@msg/testing'
import { expect, test } from 'vitest'
import { openCopy } from '../pglite-image.ts'
import { createStore, readMeta } from '../store.ts'

test('what waited for more than a day is abandoned, and waits for nothing any more', async () => {
  const database = await openCopy()
  const store = createStore(database, await readMeta(database, 'none'))
  const [late, fresh] = [newId(), newId()].map((id) => ({ id, name: 'file', type: 'text/plain', size: 5 }) as const)
  if (late === undefined || fresh === undefined) throw new Error('there are no files')
  for (const file of [late, fresh]) await store.attachments.add('alice', file)
  await database.query(
    `update msg.attachment set created_at = clock_timestamp() - interval '25 hours' where id = $1::uuid`,
    [late.id],
  )
  expect(await store.attachments.abandoned(9)).toEqual([late.id])
  expect(await store.attachments.waiting('alice', [late.id, fresh.id])).toEqual([fresh])
  await store.close()
})
