import { newId } from '@msg/testing'
import { expect, test } from 'vitest'
import { create, item } from '../test/drafts.ts'
import { pgliteStores } from './testing.ts'

test('a store on a database that was used before is empty, has an epoch of its own, and the used one stays closed', async () => {
  const stores = pgliteStores()
  const used = await stores.open()
  await used.commit([item(newId(), 'alice', create('group', ['alice', 'bob']))])
  const beside = await stores.open()
  expect(await beside.inbox('alice', { limit: 5 })).toEqual([])
  await used.close()
  const fresh = await stores.open()
  expect(await fresh.inbox('alice', { limit: 5 })).toEqual([])
  expect(new Set([used, beside, fresh].map(({ meta }) => meta.epoch)).size).toBe(3)
  await expect(used.windows('alice')).rejects.toMatchObject({ code: 'unavailable' })
  await fresh.commit([item(newId(), 'alice', create('group', ['alice', 'bob']))])
  expect(await beside.windows('alice')).toEqual([])
  await stores.close()
})
