import type { ChangeDraft } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, sliceOf, startGroup, withStore } from './context.ts'

const read = (readSeq: number) => ({ type: 'receipt.advanced', readSeq }) as const

export const readingStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a receipt racing a send never loses the unread flag',
    proves: ['commit', 'unread'],
    run: withStore(async (store) => {
      const pairs = await Promise.all(upTo(40).map(() => startGroup(store, ['alice', 'bob'])))
      for (let round = 1; round <= 100; round += 1) {
        await Promise.all(
          pairs.map(async (id) => {
            const send = store.commit([item(id, 'alice', message(`${round}`))])
            const receipt = store.commit([item(id, 'bob', read(round - 1))])
            await Promise.all(round % 2 === 0 ? [send, receipt] : [receipt, send])
          }),
        )
        if (round % 20 !== 0) continue
        const totals = await store.unread('bob')
        expect(totals.conversations).toEqual({ count: pairs.length, capped: false })
        for (const id of pairs) expect((await store.conversation('bob', id))?.me.unread.count).toBe(1)
      }
      await store.commit(pairs.map((id) => item(id, 'bob', read(100))))
      expect((await store.unread('bob')).messages).toEqual({ count: 0, capped: false })
    }),
  },
  {
    name: 'a receipt and a send in one batch leave the send unread, in either order',
    proves: ['commit', 'unread'],
    run: withStore(async (store) => {
      for (const sendFirst of [true, false]) {
        const id = await startGroup(store, ['alice', sendFirst ? 'bob' : 'carol'])
        const reader = sendFirst ? 'bob' : 'carol'
        await committed(store, item(id, 'alice', message('one')))
        const batch = [item(id, 'alice', message('two')), item(id, reader, read(1))]
        await store.commit(sendFirst ? batch : batch.toReversed())
        expect((await store.unread(reader)).conversations.count).toBe(1)
        expect((await store.conversation(reader, id))?.me).toMatchObject({ readSeq: 1, unread: { count: 1 } })
      }
    }),
  },
  {
    name: 'what several say in one batch is unread to each of the others',
    proves: ['commit', 'unread'],
    run: withStore(async (store) => {
      for (const authors of [
        ['alice', 'bob'],
        ['bob', 'alice'],
      ]) {
        const id = await startGroup(store, ['alice', 'bob', 'carol'])
        await store.commit(authors.map((author) => item(id, author, message(`from ${author}`))))
        const unread = async (userId: string) => (await store.conversation(userId, id))?.me.unread.count
        expect([await unread('alice'), await unread('bob'), await unread('carol')]).toEqual([1, 1, 2])
        for (const userId of ['alice', 'bob', 'carol']) await committed(store, item(id, userId, read(2)))
      }
      expect((await store.unread('alice')).conversations.count).toBe(0)
    }),
  },
  {
    name: 'a receipt answers where the watermark is, moves it only up, and is logged only then',
    proves: ['commit', 'log'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      for (const n of upTo(3)) await committed(store, item(id, 'alice', message(`${n}`)))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const advance = async (seq: number) => (await committed(store, item(id, 'bob', read(seq)))).stamps[0]
      const first = await advance(2)
      expect(first).toMatchObject({ revision: null, seq: 2 })
      expect(await advance(2)).toEqual(first)
      expect(await advance(1)).toEqual(first)
      expect(await advance(99)).toMatchObject({ seq: 3 })
      const { changes } = await store.log({ after: snapshot, limit: 10 })
      expect(changes.map(({ change, audience }) => [change.type, change.revision, audience])).toEqual([
        ['receipt.advanced', null, 'members'],
        ['receipt.advanced', null, 'members'],
      ])
    }),
  },
  {
    name: 'past a hundred members a receipt is for its reader alone, and unread and inbox stay exact',
    proves: ['commit', 'log', 'feed', 'inbox', 'unread'],
    run: withStore(async (store) => {
      const crowd = upTo(99).map((n) => `user-${n}`)
      const id = await startGroup(store, ['alice', ...crowd])
      const small = await startGroup(store, ['user-1', 'alice'])
      await committed(store, item(id, 'alice', message('to a hundred')))
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'bob', role: 'member' }))
      await committed(store, item(small, 'alice', message('to one')))
      await committed(store, item(id, 'alice', message('to a hundred and one')))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      await committed(store, item(id, 'user-1', read(1)))
      const logged = await store.log({ after: snapshot, limit: 10 })
      expect(logged.changes.map(({ audience }) => audience)).toEqual(['actor'])
      expect(await store.feed('alice', { after: snapshot, limit: 10 })).toMatchObject({ changes: [] })
      expect(await store.feed('user-1', { after: snapshot, limit: 10 })).toMatchObject({
        changes: [{ change: { type: 'receipt.advanced', actor: 'user-1' } }],
      })
      const ids = async () => (await store.inbox('user-1', { limit: 10 })).map((record) => record.id)
      expect(await ids()).toEqual([id, small])
      expect(await store.unread('user-1')).toMatchObject({ conversations: { count: 2 }, messages: { count: 2 } })
      await committed(store, item(id, 'user-1', read(2)))
      await committed(store, item(small, 'alice', message('again')))
      expect(await ids()).toEqual([small, id])
      expect(await store.unread('user-1')).toMatchObject({ conversations: { count: 1 }, messages: { count: 2 } })
      expect((await store.inbox('user-1', { limit: 1 })).map((record) => record.id)).toEqual([small])
      const [top] = await store.inbox('user-1', { limit: 1 })
      const below = top?.activity
      expect(below && (await store.inbox('user-1', { below, limit: 5 })).map((record) => record.id)).toEqual([id])
      await committed(store, item(id, 'user-2', { type: 'member.left', userId: 'user-2' }))
      expect(await store.inbox('user-2', { limit: 5 })).toEqual([])
      await committed(store, item(id, 'alice', { type: 'conversation.deleted' }))
      expect(await ids()).toEqual([small])
      for (const userId of ['user-2', 'user-3']) {
        expect(await store.inbox(userId, { limit: 5 })).toEqual([])
        expect((await store.unread(userId)).messages.count).toBe(0)
      }
    }),
  },
  {
    name: 'the inbox is ordered by minute and position, and pages below an activity',
    proves: ['inbox'],
    run: withStore(async (store) => {
      const ids: string[] = []
      for (const n of upTo(6)) ids.unshift(await startGroup(store, ['alice', `friend-${n}`]))
      const page = await store.inbox('alice', { limit: 4 })
      expect(page.map(({ id }) => id)).toEqual(ids.slice(0, 4))
      const below = page.at(-1)?.activity
      const rest = below && (await store.inbox('alice', { below, limit: 4 }))
      expect(rest?.map(({ id }) => id)).toEqual(ids.slice(4))
    }),
  },
  {
    name: 'windows say since and until when a user was a member; for who was removed, only when',
    proves: ['windows'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const window = async (userId: string) => (await store.windows(userId)).find((one) => one.conversationId === id)
      expect(await window('bob')).toEqual({ conversationId: id, joinedRevision: 1, endedRevision: null })
      await committed(store, item(id, 'alice', message('one')))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      expect(await window('bob')).toEqual({ conversationId: id, joinedRevision: 1, endedRevision: 3 })
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'bob', role: 'member' }))
      expect(await window('bob')).toEqual({ conversationId: id, joinedRevision: 4, endedRevision: null })
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'bob' }))
      expect(await window('bob')).toEqual({ conversationId: id, joinedRevision: 6, endedRevision: 6 })
      expect(await window('carol')).toBeUndefined()
    }),
  },
  {
    name: 'who left sees who was in then, also of whom came back since',
    proves: ['conversation', 'members', 'member'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol', 'dave'])
      await committed(store, item(id, 'carol', { type: 'member.left', userId: 'carol' }))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'dave' }))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      for (const userId of ['carol', 'dave'])
        await committed(store, item(id, 'alice', { type: 'member.added', userId, role: 'member' }))
      expect((await store.members('bob', id, { limit: 9 }))?.map(({ userId }) => userId)).toEqual(['alice'])
      expect(await store.conversation('bob', id)).toMatchObject({ memberIds: ['alice'], memberCount: 1 })
      expect(await store.member('bob', id, 'carol')).toMatchObject({ status: 'left' })
      expect(await store.member('alice', id, 'carol')).toMatchObject({ status: 'active' })
      await committed(store, item(id, 'carol', { type: 'member.left', userId: 'carol' }))
      for (const userId of ['bob', 'carol'])
        await committed(store, item(id, 'alice', { type: 'member.added', userId, role: 'member' }))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      // In the order in which they came to be in.
      const inOrder = ['alice', 'dave', 'carol']
      expect(await store.conversation('alice', id)).toMatchObject({ memberIds: inOrder })
      expect(await store.conversation('bob', id)).toMatchObject({ memberIds: inOrder })
      const seen = (await store.members('bob', id, { limit: 9 }))?.map(({ userId }) => userId)
      expect(seen).toEqual(inOrder)
    }),
  },
  {
    name: 'queries show a conversation to its members, up to the end to those who left, and to nobody else',
    proves: ['conversation', 'message', 'messages', 'members', 'inbox'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const [early, late] = [message('early'), message('late')]
      await committed(store, item(id, 'alice', early))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      await committed(store, item(id, 'alice', { type: 'message.pinned', messageId: early.id }))
      await committed(store, item(id, 'alice', late))
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'dave', role: 'member' }))
      expect((await store.messages('bob', id, { order: 'asc', limit: 10 }))?.map(({ body }) => body)).toEqual(['early'])
      expect(await store.message('bob', late.id)).toBeNull()
      const pinned = { order: 'asc', limit: 9, pinned: true } as const
      for (const [viewer, count] of [['alice', 1] as const, ['bob', 0] as const]) {
        expect(await store.messages(viewer, id, pinned)).toHaveLength(count)
        expect((await store.filteredMessages(viewer, id, { ...pinned, filter: {} }))?.messages).toHaveLength(count)
      }
      expect(await store.conversation('bob', id)).toMatchObject({ lastSeq: 1, memberIds: ['alice'], memberCount: 1 })
      expect((await store.members('bob', id, { limit: 9 }))?.map(({ userId }) => userId)).toEqual(['alice'])
      expect(await store.inbox('bob', { limit: 9 })).toEqual([])
      for (const stranger of ['carol', "alice' or true --"]) {
        expect(await store.conversation(stranger, id)).toBeNull()
        expect(await store.messages(stranger, id, { order: 'asc', limit: 10 })).toBeNull()
        expect(await store.members(stranger, id, { limit: 10 })).toBeNull()
        expect(await store.message(stranger, early.id)).toBeNull()
        expect(await store.inbox(stranger, { limit: 10 })).toEqual([])
      }
      expect(await store.messages('alice', newId(), { order: 'asc', limit: 10 })).toBeNull()
    }),
  },
  {
    name: 'users are kept apart by every character of their ids',
    proves: ['slice', 'conversation', 'inbox'],
    run: withStore(async (store) => {
      const names = ['a', 'A', 'á', 'a\u0301', 'a ', ' a', 'ａ', 'a%', 'a_', '😀', '\\', "'", '"', '{a}', 'null']
      const id = await startGroup(store, names)
      const slice = await sliceOf(store, id, ...names)
      expect(slice.members.map(({ userId }) => userId).toSorted()).toEqual(names.toSorted())
      expect((await store.members('a', id, { limit: 50 }))?.map(({ userId }) => userId)).toEqual(names)
      for (const name of names) expect(await store.inbox(name, { limit: 5 })).toHaveLength(1)
      for (const name of ['A', 'a ', 'á']) await startGroup(store, [name])
      for (const name of names)
        expect(await store.inbox(name, { limit: 5 })).toHaveLength(['A', 'a ', 'á'].includes(name) ? 2 : 1)
      expect(await store.inbox('b', { limit: 5 })).toEqual([])
    }),
  },
  {
    name: 'a page tells of each message what a look at it alone tells',
    proves: ['messages', 'filteredMessages', 'around', 'message'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const upload = { id: newId(), name: 'a picture', type: 'image/png', size: 7 } as const
      await store.attachments.add('alice', upload)
      const [plain, answer, mention, file, edited, retracted, pinned, reacted] = upTo(8).map((n) =>
        message(`"${n}"\n😀`),
      )
      if (!plain || !answer || !mention || !file || !edited || !retracted || !pinned || !reacted) return expect.fail()
      const drafts: readonly ChangeDraft[] = [
        plain,
        { ...answer, replyTo: plain.id },
        { ...mention, mentions: ['bob'], verb: 'other' },
        { ...file, attachments: [upload.id] },
        edited,
        retracted,
        pinned,
        reacted,
        { type: 'message.edited', messageId: edited.id, body: 'other', mentions: [], words: [] },
        { type: 'message.retracted', messageId: retracted.id },
        { type: 'message.pinned', messageId: pinned.id },
        { type: 'reaction.added', messageId: reacted.id, emoji: '👍' },
      ]
      for (const draft of drafts) await committed(store, item(id, 'alice', draft))
      const ids = [plain, answer, mention, file, edited, retracted, pinned, reacted].map((draft) => draft.id)
      const alone = await Promise.all(ids.map((messageId) => store.message('bob', messageId)))
      expect(alone).toMatchObject([
        { body: plain.body, replyTo: null, mentions: [], attachments: [], reactions: [], editedAt: null },
        { replyTo: plain.id },
        { mentions: ['bob'], verb: 'other' },
        { attachments: [upload] },
        { body: 'other' },
        { body: null },
        { pinnedBy: 'alice' },
        { reactions: [{ emoji: '👍', count: 1, userIds: ['alice'] }] },
      ])
      expect([alone[4]?.editedAt, alone[5]?.retractedAt, alone[6]?.pinnedAt]).not.toContain(null)
      const page = { limit: 10, order: 'asc' } as const
      expect(await store.messages('bob', id, page)).toEqual(alone)
      expect(await store.messages('bob', id, { ...page, order: 'desc' })).toEqual(alone.toReversed())
      expect(await store.messages('bob', id, { ...page, pinned: true })).toEqual([alone[6]])
      expect((await store.filteredMessages('bob', id, { ...page, filter: {} }))?.messages).toEqual(alone)
      const around = await store.around('bob', edited.id, 10)
      expect(around).toEqual({ before: alone.slice(0, 4), from: alone.slice(4) })
    }),
  },
]
