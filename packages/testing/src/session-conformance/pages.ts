import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

/** How long a page is, and whether it says that there is more. */
type Page = readonly [length: number, more: boolean]

/** What a list that goes on by cursors says. */
const paged =
  <T extends { readonly next: string | null }>(
    list: (limit: number) => Promise<T>,
    items: (page: T) => readonly unknown[],
  ) =>
  async (limit: number): Promise<Page> => {
    const page = await list(limit)
    return [items(page).length, page.next !== null]
  }

/** Everything that alice may list page by page, where there are two of each. */
const lists = (alice: Session, conversationId: string): Readonly<Record<string, (limit: number) => Promise<Page>>> => {
  return {
    inbox: paged(
      (limit) => alice.inbox.list({ limit }),
      ({ conversations }) => conversations,
    ),
    'inbox by kind': paged(
      (limit) => alice.inbox.list({ kind: 'group', limit }),
      ({ conversations }) => conversations,
    ),
    'inbox by title': paged(
      (limit) => alice.inbox.list({ query: 'plans', limit }),
      ({ conversations }) => conversations,
    ),
    unread: paged(
      (limit) => alice.inbox.unreadByConversation({ limit }),
      ({ conversations }) => conversations,
    ),
    blocked: paged(
      (limit) => alice.people.blocked({ limit }),
      ({ blocks }) => blocks,
    ),
    rooms: paged(
      (limit) => alice.rooms.browse({ limit }),
      ({ conversations }) => conversations,
    ),
    receipts: paged(
      (limit) => alice.receipts.list({ conversationId, limit }),
      ({ receipts }) => receipts,
    ),
    messages: paged(
      (limit) => alice.messages.search({ query: 'hello', conversationId, limit }),
      ({ hits }) => hits,
    ),
    reads: async (limit) => {
      const { reads, more } = await alice.receipts.reads({ conversationId, userId: 'bob', limit })
      return [reads.length, more]
    },
    stats: async (limit) => {
      const { rows, more } = await alice.messages.stats({ conversationId, by: ['verb'], limit })
      return [rows.length, more]
    },
  }
}

export const pageCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a page has as many as were asked for, and says that there is more only where there is',
    proves: [
      'inbox.list',
      'inbox.unreadByConversation',
      'people.blocked',
      'rooms.browse',
      'receipts.list',
      'receipts.reads',
      'messages.search',
      'messages.stats',
    ],
    run: withThree(async ({ alice, bob, carol }) => {
      const [first, second] = [
        await bob.conversations.startGroup({ userIds: ['alice'], title: 'plans' }),
        await bob.conversations.startGroup({ userIds: ['alice'], title: 'more plans' }),
      ]
      for (const verb of ['message', 'note'])
        for (const { id: conversationId } of [first, second])
          await bob.messages.send({ conversationId, body: 'hello', verb })
      for (const title of ['one', 'two']) await carol.conversations.openRoom({ title })
      for (const userId of ['carol', 'dave']) await alice.people.block({ userId })
      for (const seq of upTo(2)) await bob.receipts.markRead({ conversationId: first.id, seq })
      for (const [name, list] of Object.entries(lists(alice, first.id)))
        expect([name, await list(1), await list(2), await list(3)]).toEqual([name, [1, true], [2, false], [2, false]])
    }),
  },
  {
    name: 'a cursor of one conversation is no cursor of another',
    proves: ['members.list', 'receipts.list', 'messages.search'],
    run: withThree(async ({ alice }) => {
      const start = async (): Promise<string> => {
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
        for (const n of upTo(2)) await alice.messages.send({ conversationId, body: `hello ${n}` })
        return conversationId
      }
      const [one, other] = [await start(), await start()]
      const calls = [
        (conversationId: string, after = {}) => alice.members.list({ conversationId, limit: 1, ...after }),
        (conversationId: string, after = {}) => alice.receipts.list({ conversationId, limit: 1, ...after }),
        (conversationId: string, after = {}) =>
          alice.messages.search({ query: 'hello', conversationId, limit: 1, ...after }),
      ]
      for (const call of calls) {
        const { next } = await call(one)
        if (next === null) expect.fail('there is more')
        expect(await call(one, { after: next })).toBeDefined()
        await expectRefusal(call(other, { after: next }), 'invalid_cursor')
      }
    }),
  },
]
