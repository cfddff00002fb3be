import type { CommitItem, LoggedChange, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { assertDenseLog, commit, committed, guarded, item, message, seqsOf, startGroup, withStore } from './context.ts'

const tombstone = 'erased:1'

/** One step; a membership it waits for is ended. Answers whether it was the last. */
const stepOf = async (store: Store, userId: string, limit: number): Promise<boolean> => {
  const step = await store.accounts.eraseStep(userId, limit)
  if (typeof step === 'object') await commit(store, item(step.leave, userId, { type: 'member.left', userId }))
  return step === 'done'
}

/** All of it, in small steps, with something to do in between. */
const erase = async (
  store: Store,
  userId: string,
  between: (step: number) => Promise<unknown> = async () => null,
): Promise<void> => {
  await store.accounts.beginErasure(userId, tombstone)
  for (let step = 1; !(await stepOf(store, userId, 3)); step += 1) {
    expect(step).toBeLessThan(1_000)
    await between(step)
  }
}

const now = async (store: Store): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot

const logOf = async (store: Store, after: string): Promise<readonly LoggedChange[]> =>
  (await store.log({ after, limit: 10_000 })).changes

const channel = (id: string, actor: string, target: { readonly type: string; readonly id: string }): CommitItem =>
  item(id, actor, {
    type: 'conversation.created',
    kind: 'channel',
    title: null,
    invitePolicy: 'members',
    target,
    members: [],
    contentHash: 'e'.repeat(64),
  })

/** The direct of alice and bob. */
const direct = (id: string): CommitItem =>
  item(id, 'alice', {
    type: 'conversation.created',
    kind: 'direct',
    title: null,
    invitePolicy: 'members',
    members: ['alice', 'bob'].map((userId) => ({ userId, role: 'member' })),
    contentHash: 'd'.repeat(64),
  })

const block = (owner: string, userId: string): CommitItem =>
  item(newId(), owner, { type: 'user.blocked', owner, userId })

const bodiesOf = async (store: Store, viewer: string, id: string): Promise<readonly (string | null)[]> =>
  ((await store.messages(viewer, id, { order: 'asc', limit: 1_000 })) ?? []).map(({ body }) => body)

export const accountErasureStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'an erasure given up half-way goes on where it was',
    proves: ['accounts'],
    run: withStore(async (store) => {
      const start = await now(store)
      const ids = upTo(3).map(() => newId())
      for (const id of ids) {
        await startGroup(store, ['bob', 'alice'], id)
        for (const n of upTo(10)) await committed(store, item(id, n % 2 === 0 ? 'bob' : 'alice', message(`${n}`)))
      }
      expect(await store.accounts.eraseStep('alice', 3)).toBe('done')
      expect(await store.accounts.beginErasure('alice', tombstone)).toBe(tombstone)
      for (const _ of upTo(4)) expect(await stepOf(store, 'alice', 3)).toBe(false)
      expect(await store.accounts.erasures()).toEqual(['alice'])
      expect(await store.accounts.beginErasure('alice', 'erased:2')).toBe(tombstone)
      await Promise.all(upTo(4).map(() => erase(store, 'alice')))
      expect(await store.accounts.erasures()).toEqual([])
      expect(await store.accounts.eraseStep('alice', 3)).toBe('done')
      for (const id of ids) {
        const messages = (await store.messages('bob', id, { order: 'asc', limit: 20 })) ?? []
        expect(messages.map(({ seq }) => seq)).toEqual(upTo(10))
        expect(messages.map(({ authorId, body }) => [authorId, body])).toEqual(
          upTo(10).map((n) => (n % 2 === 0 ? ['bob', `${n}`] : [tombstone, null])),
        )
        expect((await store.members('bob', id, { limit: 9 }))?.map(({ userId }) => userId)).toEqual(['bob'])
        expect(await store.member('bob', id, tombstone)).toMatchObject({ status: 'left' })
        expect(await store.member('bob', id, 'alice')).toBeNull()
      }
      const log = await logOf(store, start)
      expect(JSON.stringify(log)).not.toContain('alice')
      expect(log.filter(({ change }) => change.type === 'user.erased')).toHaveLength(3)
      await assertDenseLog(store, start)
    }),
  },
  {
    name: 'what others do beside an erasure is kept, and numbers stay dense',
    proves: ['accounts', 'commit'],
    run: withStore(async (store) => {
      const start = await now(store)
      const id = await startGroup(store, ['bob', 'alice', 'carol'])
      const secrets = upTo(40).map((n) => message(`secret ${n}`))
      for (const draft of secrets) await committed(store, item(id, 'alice', draft))
      const sending = Promise.all(
        upTo(40).map(async (n) => {
          const draft = message(`kept ${n}`)
          await committed(store, item(id, 'bob', draft))
          await committed(store, item(id, 'carol', { type: 'reaction.added', messageId: draft.id, emoji: '👍' }))
          await committed(store, item(id, 'carol', { type: 'receipt.advanced', readSeq: 40 + n }))
        }),
      )
      await Promise.all([erase(store, 'alice'), sending])
      await assertDenseLog(store, start)
      expect(await seqsOf(store, 'bob', id)).toEqual(upTo(80))
      const bodies = await bodiesOf(store, 'bob', id)
      expect(bodies.slice(0, 40)).toEqual(upTo(40).map(() => null))
      expect(new Set(bodies.slice(40))).toEqual(new Set(upTo(40).map((n) => `kept ${n}`)))
      expect(JSON.stringify(await logOf(store, start))).not.toMatch(/alice|secret/)
    }),
  },
  {
    name: 'an edit racing an erasure never brings the text back',
    proves: ['accounts', 'commit', 'revisions'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['bob', 'alice'])
      const drafts = upTo(20).map((n) => message(`secret ${n}`))
      for (const draft of drafts) await committed(store, item(id, 'alice', draft))
      const editing = Promise.all(
        drafts.map(({ id: messageId }) =>
          commit(
            store,
            guarded(
              item(id, 'alice', {
                type: 'message.edited',
                messageId,
                body: 'secret again',
                words: ['secret'],
                mentions: ['alice'],
              }),
              {
                on: 'message',
                messageId,
                version: 1,
              },
            ),
          ),
        ),
      )
      await erase(store, 'alice')
      for (const { status } of await editing) expect(['committed', 'stale']).toContain(status)
      expect(await bodiesOf(store, 'bob', id)).toEqual(drafts.map(() => null))
      for (const { id: messageId } of drafts) {
        expect(await store.revisions('bob', messageId)).toEqual([])
        expect(await store.usedId('message', messageId)).toMatchObject({ gone: true, message: null, contentHash: '' })
      }
    }),
  },
  {
    name: 'a send decided with somebody before they were erased is stale',
    proves: ['accounts', 'commit'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['bob', 'alice'])
      const slice = await store.slice({ conversationId: id, userIds: ['bob', 'alice'] })
      await erase(store, 'alice')
      const version = slice?.conversation.settingsVersion ?? 0
      const draft = { ...message('hi'), mentions: ['alice'] }
      expect(await commit(store, guarded(item(id, 'bob', draft), { on: 'settings', version }))).toEqual({
        status: 'stale',
      })
    }),
  },
  {
    name: 'what somebody does while they are erased is erased as well',
    proves: ['accounts', 'commit'],
    run: withStore(async (store) => {
      const start = await now(store)
      const [group, about] = [await startGroup(store, ['bob', 'alice']), newId()]
      const theirs = message('hello')
      await committed(store, item(group, 'bob', theirs))
      const reaction = { type: 'reaction.added', messageId: theirs.id, emoji: '👍' } as const
      await committed(store, item(group, 'alice', reaction))
      await committed(store, channel(about, 'bob', { type: 'project', id: '7' }))
      await committed(store, item(about, 'alice', message('secret')))
      const more: readonly CommitItem[] = [
        item(about, 'alice', message('secret')),
        item(group, 'bob', { type: 'member.added', userId: 'alice', role: 'member' }),
        item(group, 'alice', reaction),
        item(about, 'alice', { type: 'receipt.advanced', readSeq: 2 }),
        item(group, 'alice', { type: 'message.hidden', messageId: theirs.id }),
        item(group, 'alice', { type: 'message.pinned', messageId: theirs.id }),
        item(group, 'bob', { type: 'member.added', userId: 'alice', role: 'member' }),
      ]
      await erase(store, 'alice', async (step) => {
        const next = step % 3 === 0 ? more[step / 3 - 1] : undefined
        if (next !== undefined) await commit(store, next)
      })
      await erase(store, 'alice')
      await assertDenseLog(store, start)
      expect(JSON.stringify(await logOf(store, start))).not.toMatch(/alice|secret/)
      expect(await store.accounts.places('alice', { limit: 10 })).toEqual([])
      expect((await store.message('bob', theirs.id))?.reactions).toEqual([
        { emoji: '👍', count: 1, userIds: [tombstone] },
      ])
      expect(await bodiesOf(store, 'bob', group)).toEqual(['hello'])
      const page = await store.messages({ userId: 'bob', admitted: true }, about, { order: 'asc', limit: 10 })
      expect(page?.map(({ body, authorId }) => [body, authorId])).toEqual([
        [null, tombstone],
        [null, tombstone],
      ])
    }),
  },
  {
    name: 'a direct with who was erased is closed, and the pair may have another',
    proves: ['accounts', 'commit'],
    run: withStore(async (store) => {
      const [id, next] = [newId(), newId()]
      await committed(store, direct(id))
      await committed(store, item(id, 'bob', message('kept')))
      await erase(store, 'alice')
      const record = await store.conversation('bob', id)
      expect(record).toMatchObject({ memberCount: 2, createdBy: tombstone, lastMessage: { body: 'kept' } })
      expect(record?.closedAt).not.toBeNull()
      expect(record?.memberIds.toSorted()).toEqual(['bob', tombstone])
      expect((await store.inbox('bob', { limit: 9 })).map((conversation) => conversation.id)).toEqual([id])
      await committed(store, direct(next))
      expect(await store.usedId('conversation', id)).toMatchObject({ authorId: tombstone, contentHash: '' })
    }),
  },
  {
    name: 'a channel about who is erased is deleted',
    proves: ['accounts', 'log'],
    run: withStore(async (store) => {
      const start = await now(store)
      const id = newId()
      await committed(store, channel(id, 'bob', { type: 'user', id: 'alice' }))
      const draft = message('about you')
      await committed(store, item(id, 'bob', draft))
      await committed(store, item(id, 'alice', message('secret')))
      await erase(store, 'alice')
      expect(await store.conversation({ userId: 'bob', admitted: true }, id)).toBeNull()
      expect(await store.usedId('message', draft.id)).toMatchObject({ authorId: 'bob', gone: true })
      expect(await store.accounts.places('alice', { limit: 10 })).toEqual([])
      const types = (await logOf(store, start)).map(({ change }) => change.type)
      expect(types.filter((type) => type === 'conversation.deleted')).toHaveLength(1)
      expect(types).not.toContain('user.erased')
    }),
  },
  {
    name: 'what was purged or retracted before an erasure stays so',
    proves: ['accounts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['bob', 'alice'])
      const [purged, retracted] = [message('secret'), message('secret')]
      for (const draft of [purged, retracted]) await committed(store, item(id, 'alice', draft))
      await committed(store, item(id, 'bob', { type: 'message.purged', messageId: purged.id }))
      await committed(store, item(id, 'alice', { type: 'message.retracted', messageId: retracted.id }))
      const before = await store.message('bob', retracted.id)
      await erase(store, 'alice')
      expect(await store.message('bob', purged.id)).toBeNull()
      expect(await store.message('bob', retracted.id)).toMatchObject({
        retractedAt: before?.retractedAt,
        authorId: tombstone,
      })
    }),
  },
  {
    name: 'blocks of who is erased go both ways, and so do their tickets',
    proves: ['accounts', 'blocks', 'tickets'],
    run: withStore(async (store) => {
      for (const n of upTo(8)) {
        await committed(store, block('alice', `user-${n}`))
        await committed(store, block(`user-${n}`, 'alice'))
        await committed(store, block(`user-${n}`, 'bob'))
      }
      const grant = { userId: 'alice', expiresAt: null, origin: null }
      await store.tickets.put({ hash: 'h', grant, milliseconds: 60_000, perUser: 5 })
      await erase(store, 'alice')
      expect(await store.blocks('alice', { limit: 10 })).toEqual([])
      expect((await store.blocks('user-3', { limit: 10 })).map(({ blocked }) => blocked)).toEqual(['bob'])
      expect(await store.tickets.take('h')).toBeNull()
    }),
  },
]
