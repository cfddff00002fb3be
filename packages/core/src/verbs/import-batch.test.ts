import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'
import { createMemoryStore } from '../memory/store.ts'
import { channelId } from '../rules/rooms.ts'
import type { Store } from '../ports/store.ts'

const at = '2020-01-01T12:00:00.000Z'
const channelOf = (id: string) => {
  const target = { type: 'project', id }
  return { id: channelId(target), kind: 'channel', target, createdBy: 'service:test', createdAt: at } as const
}
const [first, second] = [{ conversations: [channelOf('1')] }, { conversations: [channelOf('2')] }]

/** An engine that says what its store is given, in turn. */
const watched = (fail: (times: number) => boolean) => {
  const store = createMemoryStore()
  const given: string[] = []
  const importing: Store['import'] = (batch) => {
    given.push(batch.conversations[0]?.target?.id ?? '')
    return fail(given.length) ? Promise.reject(new Error('no')) : store.import(batch)
  }
  return { given, messaging: createMessaging({ store: { ...store, import: importing } }) }
}

test('a batch after another is written once that one is', async () => {
  const { given, messaging } = watched(() => false)
  let go = (): void => {}
  const after = new Promise<void>((done) => (go = done))
  const later = messaging.import(second, { after })
  expect((await messaging.import(first)).imported.conversations).toBe(1)
  expect(given).toEqual(['1'])
  go()
  expect((await later).imported.conversations).toBe(1)
  expect(given).toEqual(['1', '2'])
  await messaging.close()
})

test('a batch after one that fails is not written', async () => {
  const { given, messaging } = watched((times) => times === 1)
  const failing = messaging.import(first)
  const outcomes = await Promise.allSettled([failing, messaging.import(second, { after: failing })])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(given).toEqual(['1'])
  await messaging.close()
})

test('a batch after another is refused at once when it is wrong', async () => {
  const { messaging } = watched(() => false)
  const never = new Promise(() => {})
  const wrong = { conversations: [{ ...channelOf('1'), createdAt: 'then' }] }
  await expect(messaging.import(wrong, { after: never })).rejects.toMatchObject({ code: 'invalid' })
  await messaging.close()
})
