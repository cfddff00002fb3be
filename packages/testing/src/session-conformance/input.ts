import { limits } from '@msg/core'
import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

const notIds: readonly unknown[] = [
  '',
  'x',
  42,
  null,
  true,
  {},
  [],
  ['01a1f84c-41fd-71a8-a637-b93e3aa9dc36'],
  '01A1F84C-41FD-71A8-A637-B93E3AA9DC36',
  '01a1f84c-41fd-41a8-a637-b93e3aa9dc36',
  '{01a1f84c-41fd-71a8-a637-b93e3aa9dc36}',
  '01a1f84c-41fd-71a8-a637-b93e3aa9dc36.',
  '../../inbox',
  '01a1f84c-41fd-71a8-a637-b93e3aa9dc36\0',
]
const notEmoji: readonly unknown[] = [undefined, '', 'a', '👍👍', ' ', '\uD83D', 1, null, {}, []]
const notTexts: readonly unknown[] = ['', ' \t\n', '\u200B\u2060', 'a\0b', '\uD800', 42, null, true, {}, ['text']]
const notUsers: readonly unknown[] = ['', ' ', 'a\nb', 'a\0', '\uDC00', 'x'.repeat(limits.userId + 1), 7, null, {}, []]
const notVerbs: readonly unknown[] = ['', 'Message', 'a b', '1st', 'a__b', 'x'.repeat(limits.verb + 1), 1, null, {}, []]
const notNumbers: readonly unknown[] = [-1, 1.5, '1', Number.NaN, Infinity, 2 ** 31, null, true, {}, []]
const notTokens: readonly unknown[] = [1, null, {}, '', 'x'.repeat(3000)]
const notTimes: readonly unknown[] = [
  '',
  'now',
  '2026-01-01',
  '2026-02-30T00:00:00.000Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000+01:00',
  '0000-01-01T00:00:00.000Z',
  '+010000-01-01T00:00:00.000Z',
  0,
  null,
  {},
]
const notLimits: readonly unknown[] = [0, 101, -1, 1.5, '10', null, {}, []]
const notRowLimits: readonly unknown[] = [0, limits.statsRows + 1, -1, 1.5, '10', null, {}, []]

/** A session whose verbs take anything, as a careless or hostile caller would call them. */
type Careless = {
  readonly [
    Noun in
      | 'conversations'
      | 'members'
      | 'messages'
      | 'reactions'
      | 'attachments'
      | 'receipts'
      | 'inbox'
      | 'people'
      | 'account'
      | 'live'
  ]: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- breaking the types is what these cases are for
const careless = (session: Session): Careless => session as unknown as Careless

interface Hostile {
  readonly verb: `${keyof Careless}.${string}`
  readonly good: Readonly<Record<string, unknown>>
  readonly bad: Readonly<Record<string, readonly unknown[]>>
}

const hostile = (conversationId: string, messageId: string): readonly Hostile[] => [
  { verb: 'conversations.startDirect', good: { userId: 'bob' }, bad: { userId: [undefined, ...notUsers] } },
  {
    verb: 'conversations.startGroup',
    good: { userIds: ['bob'] },
    bad: {
      id: notIds,
      title: [...notTexts, 'x'.repeat(limits.title + 1)],
      userIds: [
        undefined,
        'bob',
        {},
        null,
        ...notUsers.map((id) => ['bob', id]),
        upTo(limits.founders + 1).map(String),
      ],
      invitePolicy: ['everyone', 1, null, {}],
    },
  },
  { verb: 'conversations.get', good: { conversationId }, bad: { conversationId: notIds } },
  {
    verb: 'members.add',
    good: { conversationId, userIds: ['carol'] },
    bad: {
      conversationId: notIds,
      id: notIds,
      userIds: [undefined, [], 'carol', {}, ...notUsers.map((id) => [id]), upTo(limits.addedAtOnce + 1).map(String)],
    },
  },
  { verb: 'members.leave', good: { conversationId }, bad: { conversationId: notIds } },
  {
    verb: 'members.list',
    good: { conversationId },
    bad: { conversationId: notIds, limit: notLimits },
  },
  {
    verb: 'messages.send',
    good: { conversationId, body: 'hello' },
    bad: {
      conversationId: notIds,
      id: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1), '€'.repeat(limits.body + 1)],
      verb: notVerbs,
      replyTo: notIds,
      mentions: ['bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.mentions + 1).map(String)],
      addMembers: ['bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.addedAtOnce + 1).map(String)],
      authorId: ['bob'],
      seq: [1],
    },
  },
  {
    verb: 'messages.sendToUsers',
    good: { userIds: ['bob', 'carol'], body: 'hello' },
    bad: {
      userIds: [undefined, 'bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.founders + 1).map(String)],
      id: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1)],
      verb: ['Message', 'x'.repeat(limits.verb + 1), 1, null],
      mentions: ['bob', null, upTo(limits.mentions + 1).map(String)],
      replyTo: [newId()],
      conversationId: [newId()],
      addMembers: [['dave']],
    },
  },
  { verb: 'messages.get', good: { messageId }, bad: { messageId: notIds } },
  {
    verb: 'messages.list',
    good: { conversationId },
    bad: {
      conversationId: notIds,
      before: notNumbers,
      after: notNumbers,
      order: ['up', 1, null, {}],
      pinned: ['true', 1, null, {}],
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      limit: notLimits,
    },
  },
  {
    verb: 'conversations.update',
    good: { conversationId, title: 'new' },
    bad: {
      conversationId: notIds,
      title: [...notTexts.filter((text) => text !== null), 'x'.repeat(limits.title + 1)],
      invitePolicy: ['everyone', 1, null, {}],
    },
  },
  {
    verb: 'members.remove',
    good: { conversationId, userId: 'bob' },
    bad: { conversationId: notIds, userId: [undefined, ...notUsers] },
  },
  {
    verb: 'members.setRole',
    good: { conversationId, userId: 'bob', role: 'admin' },
    bad: { conversationId: notIds, userId: [undefined, ...notUsers], role: [undefined, 'owner', 1, null, {}] },
  },
  {
    verb: 'messages.edit',
    good: { messageId, body: 'other' },
    bad: {
      messageId: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1)],
      mentions: ['bob', null, [7]],
    },
  },
  ...(['retract', 'hide', 'pin', 'unpin', 'revisions'] as const).map((name): Hostile => ({
    verb: `messages.${name}`,
    good: { messageId },
    bad: { messageId: notIds },
  })),
  { verb: 'reactions.add', good: { messageId, emoji: '👍' }, bad: { messageId: notIds, emoji: notEmoji } },
  { verb: 'reactions.remove', good: { messageId, emoji: '👍' }, bad: { messageId: notIds, emoji: notEmoji } },
  {
    verb: 'receipts.markRead',
    good: { conversationId, seq: 1 },
    bad: { conversationId: notIds, seq: [undefined, ...notNumbers] },
  },
  {
    verb: 'receipts.markDelivered',
    good: { conversationId, seq: 1 },
    bad: { conversationId: notIds, seq: [undefined, ...notNumbers] },
  },
  {
    verb: 'receipts.list',
    good: { conversationId },
    bad: { conversationId: notIds, seq: [0, ...notNumbers], limit: notLimits },
  },
  {
    verb: 'receipts.reads',
    good: { conversationId, userId: 'bob' },
    bad: { conversationId: notIds, userId: notUsers, from: [0, ...notNumbers], limit: notLimits },
  },
  {
    verb: 'inbox.clear',
    good: { conversationId },
    bad: { conversationId: notIds, seq: [0, ...notNumbers] },
  },
  {
    verb: 'inbox.mute',
    good: { conversationId, until: null },
    bad: {
      conversationId: notIds,
      until: [
        undefined,
        1,
        {},
        [],
        '',
        'tomorrow',
        '2030-01-01',
        '2030-02-30T00:00:00.000Z',
        '0000-01-01T00:00:00.000Z',
      ],
    },
  },
  {
    verb: 'attachments.get',
    good: { messageId, attachmentId: messageId },
    bad: { messageId: notIds, attachmentId: notIds },
  },
  {
    verb: 'attachments.upload',
    good: { file: new Blob(['text']) },
    bad: {
      file: [undefined, null, 'text', 7, {}, []],
      name: ['', ' ', 'a\nb', '\uD800', 'x'.repeat(256), 7, null, {}, []],
    },
  },
  { verb: 'inbox.unreadByConversation', good: {}, bad: { limit: notLimits } },
  {
    verb: 'inbox.list',
    good: {},
    bad: {
      limit: notLimits,
      status: ['removed', '', 7],
      kind: ['chat', '', null],
      query: ['', ' ', 'x'.repeat(257), 7],
    },
  },
  {
    verb: 'people.search',
    good: { query: 'jan' },
    bad: { query: [undefined, ...notTexts, 'x'.repeat(limits.query + 1)], limit: notLimits, viewer: ['bob'] },
  },
  { verb: 'messages.around', good: { messageId }, bad: { messageId: notIds, limit: notLimits } },
  {
    verb: 'messages.stats',
    good: { conversationId, by: ['day', 'verb'] },
    bad: {
      conversationId: notIds,
      by: [undefined, null, 'day', {}, ['minute'], ['day', 'day'], ['day', 'week'], [1], [null]],
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      limit: notRowLimits,
    },
  },
  {
    verb: 'messages.search',
    good: { query: 'hello' },
    bad: {
      query: [undefined, ...notTexts, 'x'.repeat(limits.query + 1)],
      conversationId: notIds,
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      after: notTokens,
      limit: notLimits,
      pinned: [true],
    },
  },
  { verb: 'people.contacts', good: {}, bad: { after: notTokens, limit: notLimits } },
  {
    verb: 'people.get',
    good: { userIds: ['bob'] },
    bad: {
      userIds: [undefined, [], 'bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.page + 1).map(String)],
    },
  },
  {
    verb: 'live.typing',
    good: { conversationId, typing: true },
    bad: { conversationId: notIds, typing: ['true', 1, null, [], undefined] },
  },
  { verb: 'people.block', good: { userId: 'bob' }, bad: { userId: [undefined, 'alice', ...notUsers] } },
  { verb: 'people.unblock', good: { userId: 'bob' }, bad: { userId: [undefined, ...notUsers] } },
  { verb: 'people.blocked', good: {}, bad: { after: notTokens, limit: notLimits } },
  { verb: 'account.erase', good: {}, bad: { userId: ['bob'], erased: [true] } },
  { verb: 'account.export', good: {}, bad: { after: notTokens, limit: notLimits, userId: ['bob'] } },
  { verb: 'live.read', good: {}, bad: { after: notTokens, limit: [0, 501, '1', null, {}] } },
]

export const inputCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'malformed, hostile and oversized input is refused with its place, and changes nothing',
    proves: hostile('', '').map(({ verb }) => verb),
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: messageId } = await bob.messages.send({ conversationId, body: 'first' })
      const state = async () => [await alice.inbox.list(), await alice.messages.list({ conversationId })]
      const before = await state()
      for (const { verb, good, bad } of hostile(conversationId, messageId)) {
        const call = (input: unknown) => callByName(careless(alice), verb, input)
        for (const [field, values] of Object.entries(bad))
          for (const value of values) {
            const refusal = await expectRefusal(call({ ...good, [field]: value }), 'invalid')
            expect(refusal.places?.some(({ pointer }) => pointer.startsWith(`/${field}`))).toBe(true)
          }
      }
      expect(await state()).toEqual(before)
    }),
  },
  {
    name: 'an error never repeats what was sent',
    proves: ['messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const canary = 'secret-canary'
      const input = { conversationId, id: canary, verb: `${canary} !`, body: `\0${canary}` }
      const refusal = await expectRefusal(alice.messages.send(input), 'invalid')
      expect(JSON.stringify([refusal.message, refusal.places])).not.toContain(canary)
    }),
  },
  {
    name: 'each bound is allowed at n',
    proves: ['messages.send', 'conversations.startGroup', 'members.add'],
    run: withThree(async ({ alice }) => {
      const userIds = upTo(limits.addedAtOnce).map((n) => `${n}`.padStart(limits.userId, 'u'))
      const group = await alice.conversations.startGroup({
        id: newId(),
        title: 'é'.repeat(limits.title),
        userIds: ['bob'],
      })
      const conversationId = group.id
      expect((await alice.members.add({ conversationId, userIds })).added).toEqual(userIds)
      const body = '𝒳'.repeat(limits.bodyBytes / 4)
      const verb = 'v'.repeat(limits.verb)
      expect(await alice.messages.send({ conversationId, body, verb })).toMatchObject({ body, verb })
      expect((await alice.messages.list({ conversationId, limit: limits.page })).messages).toHaveLength(1)
    }),
  },
  {
    name: 'a call given up before it starts is aborted and does nothing',
    proves: ['messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const signal = AbortSignal.abort()
      const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'never' }, { signal }), 'aborted')
      expect(refusal.outcome).toBe('none')
      expect((await alice.messages.list({ conversationId })).messages).toEqual([])
    }),
  },
]

const callByName = (session: Careless, verb: Hostile['verb'], input: unknown): Promise<unknown> => {
  const [noun, name = ''] = verb.split('.')
  const verbs = Object.entries(session).find(([key]) => key === noun)?.[1]
  const method = verbs?.[name]
  return method === undefined ? expect.fail(`there is no verb ${verb}`) : method(input)
}
