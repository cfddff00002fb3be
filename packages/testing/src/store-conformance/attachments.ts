import type { Attachment, ChangeDraft, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const uploaded = async (store: Store, owner: string): Promise<Attachment> => {
  const attachment: Attachment = { id: newId(), name: `of ${owner}`, type: 'image/png', size: 7 }
  await store.attachments.add(owner, attachment)
  return attachment
}

const carrying = (id: string, ...attachments: readonly Attachment[]): ChangeDraft => ({
  ...message('look', id),
  attachments: attachments.map((attachment) => attachment.id),
})

export const attachmentStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a message carries what waits for its author, in its order, and everything else is stale',
    proves: ['attachments', 'commit', 'message'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const [one, two, theirs] = [
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
        await uploaded(store, 'bob'),
      ]
      const waiting = async (owner: string) =>
        new Set((await store.attachments.waiting(owner, [one.id, two.id, theirs.id, newId()])).map((file) => file.id))
      expect(await waiting('alice')).toEqual(new Set([one.id, two.id]))
      const stale = await store.commit([
        item(id, 'alice', carrying(newId(), theirs)),
        item(id, 'alice', carrying(newId(), { ...one, id: newId() })),
        item(id, 'alice', message('plain')),
      ])
      expect(stale.map(({ status }) => status)).toEqual(['stale', 'stale', 'committed'])
      const messageId = newId()
      const { stamps } = await committed(store, item(id, 'alice', carrying(messageId, two, one)))
      expect(stamps).toMatchObject([{ seq: 2 }])
      expect((await store.message('bob', messageId))?.attachments).toEqual([two, one])
      expect(await waiting('alice')).toEqual(new Set())
      expect(await store.commit([item(id, 'alice', carrying(newId(), one))])).toEqual([{ status: 'stale' }])
      const { changes } = await store.log({ after: (await store.log({ after: null, limit: 1 })).snapshot, limit: 9 })
      expect(changes).toEqual([])
      expect((await store.usedId('message', messageId))?.message?.attachments).toEqual([two, one])
    }),
  },
  {
    name: 'of many messages that would carry one file one does',
    proves: ['attachments', 'commit'],
    run: withStore(async (store) => {
      const groups = await Promise.all(upTo(8).map(() => startGroup(store, ['alice', 'bob'])))
      for (const _ of upTo(5)) {
        const [one, two] = [await uploaded(store, 'alice'), await uploaded(store, 'alice')]
        const outcomes = await Promise.all(
          groups.map((id, at) =>
            store.commit([item(id, 'alice', at % 2 === 0 ? carrying(newId(), one, two) : carrying(newId(), two, one))]),
          ),
        )
        const statuses = outcomes.flat().map(({ status }) => status)
        expect(statuses.toSorted()).toEqual(['committed', ...upTo(7).map(() => 'stale')])
      }
    }),
  },
  {
    name: 'what nothing carries any more is abandoned',
    proves: ['attachments', 'commit', 'sweep'],
    run: withStore(async (store) => {
      const [group, doomed] = [await startGroup(store, ['alice', 'bob']), await startGroup(store, ['alice', 'bob'])]
      const [kept, retracted, purged, deleted, waiting] = [
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
      ]
      const [one, two, three] = [newId(), newId(), newId()]
      await committed(store, item(group, 'alice', carrying(newId(), kept)))
      await committed(store, item(group, 'alice', carrying(one, retracted)))
      await committed(store, item(group, 'alice', carrying(two, purged)))
      await committed(store, item(doomed, 'alice', carrying(three, deleted)))
      await committed(
        store,
        item(group, 'alice', { type: 'message.edited', messageId: one, body: 'y', mentions: [], words: [] }),
      )
      expect(await store.attachments.abandoned(9)).toEqual([])
      await committed(store, item(group, 'alice', { type: 'message.retracted', messageId: one }))
      await committed(store, item(group, 'alice', { type: 'message.purged', messageId: two }))
      await committed(store, item(doomed, 'alice', { type: 'conversation.deleted' }))
      const abandoned = [retracted.id, purged.id, deleted.id]
      expect(new Set(await store.attachments.abandoned(9))).toEqual(new Set(abandoned))
      expect(await store.attachments.abandoned(2)).toHaveLength(2)
      expect((await store.message('bob', one))?.attachments).toEqual([])
      await store.attachments.forget([kept.id, waiting.id, retracted.id, purged.id])
      expect(await store.attachments.abandoned(9)).toEqual([deleted.id])
      expect(await store.attachments.waiting('alice', [waiting.id, kept.id])).toEqual([waiting])
    }),
  },
  {
    name: 'who is erased leaves no file behind',
    proves: ['attachments', 'accounts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['bob', 'alice'])
      const [sent, waiting, other, kept] = [
        await uploaded(store, 'alice'),
        await uploaded(store, 'alice'),
        await uploaded(store, 'bob'),
        await uploaded(store, 'bob'),
      ]
      const messageId = newId()
      await committed(store, item(id, 'alice', carrying(messageId, sent)))
      await committed(store, item(id, 'bob', carrying(newId(), other)))
      await committed(store, item(id, 'alice', { type: 'member.left', userId: 'alice' }))
      await store.accounts.beginErasure('alice', 'erased:1')
      while ((await store.accounts.eraseStep('alice', 5)) !== 'done');
      expect(new Set(await store.attachments.abandoned(9))).toEqual(new Set([sent.id, waiting.id]))
      expect(await store.attachments.waiting('alice', [waiting.id])).toEqual([])
      expect(await store.attachments.waiting('bob', [kept.id])).toEqual([kept])
      expect((await store.message('bob', messageId))?.attachments).toEqual([])
    }),
  },
]
