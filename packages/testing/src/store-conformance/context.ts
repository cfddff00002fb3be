import type { ChangeDraft, CommitItem, CommitOutcome, Guard, Slice, Store } from '@msg/core'
import { wordsOf } from '@msg/core'
import { expect } from 'vitest'
import { newId } from '../factories.ts'

/** What a store case works with: a way to open an empty store. */
export interface StoreContext {
  readonly open: () => Promise<Store>
}

/** Opens a store, runs a case, closes the store whatever happens. */
export const withStore =
  (run: (store: Store) => Promise<void>) =>
  async ({ open }: StoreContext): Promise<void> => {
    const store = await open()
    try {
      await run(store)
    } finally {
      await store.close()
    }
  }

type Committed = Extract<CommitOutcome, { status: 'committed' }>

/** Commits one item. */
export const commit = async (store: Store, item: CommitItem): Promise<CommitOutcome> => {
  const [outcome] = await store.commit([item])
  return outcome ?? expect.fail('the store gave no outcome')
}

/** Commits one item that must succeed. */
export const committed = async (store: Store, item: CommitItem): Promise<Committed> => {
  const outcome = await commit(store, item)
  return outcome.status === 'committed' ? outcome : expect.fail(`expected committed, got ${outcome.status}`)
}

const hash = (text: string): string => text.padEnd(64, '0')

/** A group of these users, the first its admin. Returns its id. */
export const startGroup = async (store: Store, userIds: readonly string[], id = newId()): Promise<string> => {
  const [actor = ''] = userIds
  await committed(store, {
    conversationId: id,
    actor,
    changes: [
      {
        type: 'conversation.created',
        kind: 'group',
        title: 'a group',
        invitePolicy: 'members',
        members: userIds.map((userId, index) => ({ userId, role: index === 0 ? 'admin' : 'member' })),
        contentHash: hash('a'),
      },
    ],
    guards: [],
  })
  return id
}

/** The draft of a message. */
export const message = (body: string, id = newId()): Extract<ChangeDraft, { type: 'message.sent' }> => ({
  type: 'message.sent',
  id,
  verb: 'message',
  body,
  replyTo: null,
  mentions: [],
  words: wordsOf(body),
  contentHash: hash('c'),
})

/** An item without guards. */
export const item = (conversationId: string, actor: string, ...changes: readonly ChangeDraft[]): CommitItem => ({
  conversationId,
  actor,
  changes,
  guards: [],
})

/** An item under guards. */
export const guarded = (base: CommitItem, ...guards: readonly Guard[]): CommitItem => ({ ...base, guards })

/** The slice of a conversation that exists. */
export const sliceOf = async (store: Store, conversationId: string, ...userIds: readonly string[]): Promise<Slice> =>
  (await store.slice({ conversationId, userIds, roster: true })) ?? expect.fail('there is no such conversation')

/** The numbers of all messages, in order. */
export const seqsOf = async (store: Store, viewer: string, conversationId: string): Promise<readonly number[]> => {
  const found = await store.messages(viewer, conversationId, { order: 'asc', limit: 10_000 })
  return (found ?? expect.fail('not visible')).map(({ seq }) => seq)
}

/** A statement about the whole log: revisions of each conversation are dense and in order. */
export const assertDenseLog = async (store: Store, from: string): Promise<void> => {
  const revisions = new Map<string, number>()
  const { changes } = await store.log({ after: from, limit: 100_000 })
  for (const { change } of changes) {
    if (change.revision === null) continue
    const before = revisions.get(change.conversationId)
    if (before !== undefined) expect(change.revision).toBe(before + 1)
    revisions.set(change.conversationId, change.revision)
  }
}
