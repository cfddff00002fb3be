import type { Guard } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import {
  assertDenseLog,
  commit,
  committed,
  guarded,
  item,
  message,
  seqsOf,
  sliceOf,
  startGroup,
  withStore,
} from './context.ts'

export const commitCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a message is numbered, stored and logged by one commit',
    proves: ['commit', 'message', 'log', 'slice'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const draft = message('hello')
      const outcome = await committed(store, item(conversationId, 'alice', draft))
      expect(outcome.stamps).toMatchObject([{ seq: 1, revision: 2 }])
      const stored = await store.message('bob', draft.id)
      expect(stored).toEqual({
        id: draft.id,
        conversationId,
        seq: 1,
        revision: 2,
        authorId: 'alice',
        verb: 'message',
        body: 'hello',
        replyTo: null,
        mentions: [],
        attachments: [],
        reactions: [],
        createdAt: outcome.at,
        editedAt: null,
        retractedAt: null,
        pinnedAt: null,
        pinnedBy: null,
      })
      const { changes } = await store.log({ after: snapshot, limit: 10 })
      expect(changes).toHaveLength(1)
      expect(changes[0]).toMatchObject({ audience: 'members', conversationRevision: 2, change: { subject: stored } })
      expect((await sliceOf(store, conversationId)).conversation.lastSeq).toBe(1)
    }),
  },
  {
    name: 'one duplicate and one stale guard among 64 items harm no other',
    proves: ['commit'],
    run: withStore(async (store) => {
      const first = await startGroup(store, ['alice', 'bob'])
      const second = await startGroup(store, ['alice', 'carol'])
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const used = message('used')
      await committed(store, item(first, 'alice', used))
      const items = upTo(64).map((n) => item(n % 2 === 0 ? first : second, 'alice', message(`${n}`)))
      items[20] = item(first, 'alice', message('again', used.id))
      items[40] = guarded(item(second, 'alice', message('stale')), { on: 'settings', version: 99 })
      const outcomes = await store.commit(items)
      expect(outcomes).toHaveLength(64)
      expect(outcomes[20]).toMatchObject({
        status: 'duplicate',
        used: { authorId: 'alice', message: { body: 'used' } },
      })
      expect(outcomes[40]).toEqual({ status: 'stale' })
      expect(outcomes.filter(({ status }) => status === 'committed')).toHaveLength(62)
      expect(await seqsOf(store, 'alice', first)).toEqual(
        upTo(1 + outcomes.filter((outcome, index) => index % 2 === 1 && outcome.status === 'committed').length),
      )
      expect(await seqsOf(store, 'alice', second)).toEqual(
        upTo(outcomes.filter((outcome, index) => index % 2 === 0 && outcome.status === 'committed').length),
      )
      await assertDenseLog(store, snapshot)
    }),
  },
  {
    name: 'items of one conversation take effect in the order of the batch',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const outcomes = await store.commit(upTo(10).map((n) => item(conversationId, 'alice', message(`${n}`))))
      expect(outcomes.map((outcome) => (outcome.status === 'committed' ? outcome.stamps[0]?.seq : null))).toEqual(
        upTo(10),
      )
      const found = await store.messages('alice', conversationId, { order: 'asc', limit: 10 })
      expect(found?.map(({ body }) => body)).toEqual(upTo(10).map(String))
    }),
  },
  {
    name: 'what looks like syntax is stored as it is',
    proves: ['commit', 'messages'],
    run: withStore(async (store) => {
      const texts = [
        'NULL',
        '',
        ' ',
        '{}',
        '{a,b}',
        ',',
        '"',
        '\\',
        '\\"',
        '"}',
        '[null]',
        '$1',
        "'",
        '\t\r\n',
        '\u2028',
        '\u{1F600}',
      ]
      const conversationId = await startGroup(store, texts)
      const items = texts.map((text) => item(conversationId, text, { ...message(text), mentions: texts }))
      const outcomes = await store.commit(items)
      expect(outcomes.map(({ status }) => status)).toEqual(texts.map(() => 'committed'))
      const found = await store.messages(texts[0] ?? '', conversationId, { order: 'asc', limit: 100 })
      expect(found?.map(({ body }) => body)).toEqual(texts)
      expect(found?.map(({ authorId }) => authorId)).toEqual(texts)
      expect(found?.every(({ mentions }) => JSON.stringify(mentions) === JSON.stringify(texts))).toBe(true)
    }),
  },
  {
    name: 'a poisoned item fails alone',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const items = upTo(64).map((n) => item(conversationId, 'alice', message(`${n}`)))
      items[10] = item(conversationId, 'alice', message('\0 no database text'))
      const outcomes = await store.commit(items)
      const failed = outcomes.flatMap((outcome, index) => (outcome.status === 'committed' ? [] : [index]))
      expect(failed.every((index) => index === 10)).toBe(true)
      expect(await seqsOf(store, 'alice', conversationId)).toEqual(upTo(64 - failed.length))
    }),
  },
  {
    name: 'parallel senders number densely',
    proves: ['commit', 'messages'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const { snapshot } = await store.log({ after: null, limit: 1 })
      await Promise.all(
        upTo(40).map(async (n) =>
          store.commit(upTo(5).map((m) => item(conversationId, n % 2 === 0 ? 'alice' : 'bob', message(`${n}.${m}`)))),
        ),
      )
      expect(await seqsOf(store, 'bob', conversationId)).toEqual(upTo(200))
      await assertDenseLog(store, snapshot)
    }),
  },
  {
    name: 'committing into a conversation that does not exist is stale',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const nowhere = newId()
      expect(await commit(store, item(nowhere, 'alice', message('hello')))).toEqual({ status: 'stale' })
      expect(await store.slice({ conversationId: nowhere, userIds: ['alice'] })).toBeNull()
    }),
  },
  {
    name: 'each guard holds until its row changes, and no longer',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const before = await sliceOf(store, conversationId, 'alice', 'bob', 'carol')
      const versionOf = (userId: string) => before.members.find((member) => member.userId === userId)?.version ?? 0
      expect(versionOf('carol')).toBe(0)
      const guards = {
        settings: { on: 'settings', version: before.conversation.settingsVersion },
        roster: { on: 'roster', version: before.conversation.rosterVersion },
        alice: { on: 'member', userId: 'alice', version: versionOf('alice') },
        bob: { on: 'member', userId: 'bob', version: versionOf('bob') },
        carol: { on: 'member', userId: 'carol', version: 0 },
      } as const
      const status = async (name: keyof typeof guards) =>
        (await commit(store, guarded(item(conversationId, 'alice', message(name)), guards[name]))).status
      const statuses = async () => [
        await status('settings'),
        await status('roster'),
        await status('alice'),
        await status('bob'),
        await status('carol'),
      ]
      expect(await statuses()).toEqual(['committed', 'committed', 'committed', 'committed', 'committed'])
      await committed(store, item(conversationId, 'alice', { type: 'member.added', userId: 'carol', role: 'member' }))
      expect(await statuses()).toEqual(['committed', 'stale', 'committed', 'committed', 'stale'])
      await committed(store, item(conversationId, 'bob', { type: 'member.left', userId: 'bob' }))
      expect(await statuses()).toEqual(['committed', 'stale', 'committed', 'stale', 'stale'])
      await committed(store, item(conversationId, 'alice', { type: 'conversation.updated', closed: true }))
      expect(await statuses()).toEqual(['stale', 'stale', 'committed', 'stale', 'stale'])
    }),
  },
  {
    name: 'what is decided on a message holds until its text is another or it is gone',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const { id: messageId, ...draft } = message('first')
      await committed(store, item(conversationId, 'alice', { ...draft, id: messageId }))
      const pin = async (version: number, actor = 'bob') => {
        const base = item(conversationId, actor, { type: 'message.pinned', messageId })
        return (await commit(store, guarded(base, { on: 'message', messageId, version }))).status
      }
      const read = async () =>
        (await store.slice({ messageId, userIds: ['alice'] }))?.message?.version ?? expect.fail('no version')
      const first = await read()
      await committed(store, item(conversationId, 'bob', { type: 'reaction.added', messageId, emoji: '👍' }))
      expect(await pin(first)).toBe('committed')
      const edit = { type: 'message.edited', messageId, body: 'second', mentions: [], words: [] } as const
      await committed(store, item(conversationId, 'alice', edit))
      expect([await pin(first), await pin(await read())]).toEqual(['stale', 'committed'])
      const second = await read()
      await committed(store, item(conversationId, 'alice', { type: 'message.retracted', messageId }))
      expect(await pin(second)).toBe('stale')
      const third = await read()
      await committed(store, item(conversationId, 'alice', { type: 'message.purged', messageId }))
      expect(await pin(third)).toBe('stale')
    }),
  },
  {
    name: 'what somebody says or has read holds while their own membership and the settings stay as they were',
    proves: ['commit', 'slice'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const { conversation, members } = await sliceOf(store, conversationId, 'alice', 'bob')
      const settings = { on: 'settings', version: conversation.settingsVersion } as const
      const statuses = async (actor: string, ...guards: readonly Guard[]) => [
        (await commit(store, guarded(item(conversationId, actor, message('hello')), ...guards))).status,
        (await commit(store, guarded(item(conversationId, actor, { type: 'receipt.advanced', readSeq: 1 }), ...guards)))
          .status,
      ]
      const own = (userId: string): Guard => {
        const member = members.find((one) => one.userId === userId)
        return { on: 'member', userId, version: member?.version ?? Number.NaN }
      }
      expect(await statuses('alice', settings, own('alice'))).toEqual(['committed', 'committed'])
      expect(await statuses('bob', settings, own('bob'))).toEqual(['committed', 'committed'])
      await committed(store, item(conversationId, 'bob', { type: 'member.left', userId: 'bob' }))
      expect(await statuses('alice', settings, own('alice'))).toEqual(['committed', 'committed'])
      expect(await statuses('bob', settings, own('bob'))).toEqual(['stale', 'stale'])
      await committed(store, item(conversationId, 'alice', { type: 'conversation.updated', closed: true }))
      expect(await statuses('alice', settings, own('alice'))).toEqual(['stale', 'stale'])
      expect(await statuses('alice', own('alice'))).toEqual(['committed', 'committed'])
      // Also among items of other kinds.
      const outcomes = await store.commit([
        item(conversationId, 'alice', { type: 'inbox.cleared', clearedSeq: 1 }),
        guarded(item(conversationId, 'alice', { type: 'receipt.advanced', readSeq: 2 }), settings, own('alice')),
        guarded(item(conversationId, 'alice', message('hello')), settings, own('alice')),
        guarded(item(conversationId, 'alice', { type: 'receipt.advanced', readSeq: 2 }), own('alice')),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'stale', 'stale', 'committed'])
    }),
  },
  {
    name: 'of two parallel decisions from one roster only one holds',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob', 'carol'])
      const { conversation } = await sliceOf(store, conversationId)
      const guard = { on: 'roster', version: conversation.rosterVersion } as const
      const outcomes = await Promise.all(
        ['alice', 'bob'].map((userId) =>
          commit(store, guarded(item(conversationId, userId, { type: 'member.left', userId }), guard)),
        ),
      )
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['committed', 'stale'])
      expect((await sliceOf(store, conversationId)).roster).toMatchObject({ members: 2 })
    }),
  },
  {
    name: 'a refused item with several changes leaves nothing behind',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const used = message('used')
      await committed(store, item(conversationId, 'alice', used))
      const before = await sliceOf(store, conversationId, 'alice', 'carol')
      const added = { type: 'member.added', userId: 'carol', role: 'member' } as const
      expect((await commit(store, item(conversationId, 'alice', added, used))).status).toBe('duplicate')
      const stale = guarded(item(conversationId, 'alice', added), { on: 'roster', version: 99 })
      expect((await commit(store, stale)).status).toBe('stale')
      expect(await sliceOf(store, conversationId, 'alice', 'carol')).toEqual(before)
      expect(await store.conversation('carol', conversationId)).toBeNull()
    }),
  },
  {
    name: 'an item whose last change the database refuses leaves none of its changes',
    proves: ['commit'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const added = { type: 'member.added', userId: 'carol', role: 'member' } as const
      const { status } = await commit(store, item(conversationId, 'alice', added, message('\0 no database text')))
      const through = status === 'committed'
      expect(through || status === 'failed').toBe(true)
      expect(await seqsOf(store, 'alice', conversationId)).toEqual(through ? [1] : [])
      expect((await sliceOf(store, conversationId)).roster).toMatchObject({ members: through ? 3 : 2 })
    }),
  },
  {
    name: 'several changes of one item are stamped in order',
    proves: ['commit', 'members'],
    run: withStore(async (store) => {
      const conversationId = await startGroup(store, ['alice', 'bob'])
      const { stamps } = await committed(
        store,
        item(
          conversationId,
          'alice',
          { type: 'member.left', userId: 'alice' },
          { type: 'member.role', userId: 'bob', role: 'admin' },
        ),
      )
      expect(stamps.map(({ revision }) => revision)).toEqual([2, 3])
      const members = await store.members('bob', conversationId, { limit: 10 })
      expect(members?.map(({ userId, role, revision }) => [userId, role, revision])).toEqual([['bob', 'admin', 3]])
      expect((await sliceOf(store, conversationId)).roster).toEqual({ members: 1, admins: 1, earliest: ['bob'] })
    }),
  },
]
