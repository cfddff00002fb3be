import { wordsOf } from '@msg/core'
import type { ChangeDraft, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const edit = (messageId: string, body: string): ChangeDraft => ({
  type: 'message.edited',
  messageId,
  body,
  mentions: [],
  words: wordsOf(body),
})

/** Forgets in the smallest steps there are. */
const forget = async (store: Store, replacedBefore: string): Promise<void> => {
  let above: string | null = null
  for (let steps = 0; steps < 20; steps += 1) {
    above = await store.forgetTexts({ replacedBefore, ...(above === null ? {} : { above }), limit: 1 })
    if (above === null) return
  }
  expect.fail('forgetting a few texts never ends')
}

const longAgo = '2000-01-01T00:00:00.000Z'
const farAhead = '2999-01-01T00:00:00.000Z'

export const forgettingCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'texts that were replaced long ago are forgotten, but for what who left still sees',
    proves: ['forgetTexts', 'revisions', 'message'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol'])
      const [messageId, other] = [newId(), newId()]
      const leave = (userId: string) => committed(store, item(id, userId, { type: 'member.left', userId }))
      const write = (body: string) => committed(store, item(id, 'alice', edit(messageId, body)))
      const texts = async (viewer: string, of = messageId) =>
        (await store.revisions(viewer, of))?.map(({ body }) => body)
      await committed(store, item(id, 'alice', message('one', messageId)))
      await committed(store, item(id, 'alice', message('never edited', other)))
      await write('two')
      await leave('bob')
      await write('three')
      await write('four')
      await leave('carol')
      await write('five')
      await forget(store, longAgo)
      expect(await texts('alice')).toEqual(['one', 'two', 'three', 'four', 'five'])
      await forget(store, farAhead)
      expect(await texts('alice')).toEqual(['two', 'four', 'five'])
      expect(await texts('alice', other)).toEqual(['never edited'])
      expect(await store.message('bob', messageId)).toMatchObject({ body: 'two' })
      expect((await store.message('bob', messageId))?.editedAt).toBeTruthy()
      expect(await store.message('carol', messageId)).toMatchObject({ body: 'four' })
      expect(await texts('carol')).toEqual(['two', 'four'])
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'bob', role: 'member' }))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'carol' }))
      await forget(store, farAhead)
      expect(await texts('bob')).toEqual(['five'])
      expect(await store.message('bob', messageId)).toMatchObject({ body: 'five' })
      expect((await store.message('bob', messageId))?.editedAt).toBeTruthy()
      expect(await store.message('alice', other)).toMatchObject({ editedAt: null })
    }),
  },
]
