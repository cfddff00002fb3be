import type { Message, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

type List = Parameters<Session['messages']['list']>[0]

/** From when to when messages are counted. */
const span = (first: Message, last = first) => ({ earliest: first.createdAt, latest: last.createdAt })

export const filteringCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a page of messages is by author, verb and time too, each alone and together, in both orders',
    proves: ['messages.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const first = await alice.messages.send({ conversationId, body: '1' })
      await bob.messages.send({ conversationId, body: '2', verb: 'note' })
      const third = await bob.messages.send({ conversationId, body: '3' })
      await alice.messages.send({ conversationId, body: '4', verb: 'note' })
      const last = await bob.messages.send({ conversationId, body: '5', verb: 'note' })
      const later = new Date(Date.parse(last.createdAt) + 1).toISOString()
      const seqs = async (filter: Omit<List, 'conversationId'>) =>
        (await alice.messages.list({ conversationId, ...filter })).messages.map(({ seq }) => seq).join('')
      expect(await seqs({ authorId: 'bob' })).toBe('532')
      expect(await seqs({ authorId: 'bob', order: 'asc' })).toBe('235')
      expect(await seqs({ verb: 'note' })).toBe('542')
      expect(await seqs({ authorId: 'bob', verb: 'note', order: 'asc' })).toBe('25')
      expect(await seqs({ authorId: 'bob', before: 5 })).toBe('32')
      expect(await seqs({ authorId: 'bob', after: 2, order: 'asc' })).toBe('35')
      expect(await seqs({ authorId: 'carol' })).toBe('')
      expect(await seqs({ createdFrom: first.createdAt })).toBe('54321')
      expect(await seqs({ createdTo: first.createdAt })).toBe('')
      expect(await seqs({ createdTo: later, authorId: 'alice' })).toBe('41')
      expect(await seqs({ createdFrom: later })).toBe('')
      const page = await alice.messages.list({ conversationId, authorId: 'bob', limit: 2 })
      expect(page).toMatchObject({ messages: [{ seq: 5 }, { seq: 3 }], more: true })
      expect(page.profiles.map(({ id }) => id)).toEqual(['bob'])
      expect(await alice.messages.list({ conversationId, authorId: 'bob', limit: 2, before: 3 })).toEqual({
        messages: [expect.objectContaining({ seq: 2 })],
        profiles: page.profiles,
        more: false,
      })
      await alice.messages.pin({ messageId: third.id })
      await alice.messages.pin({ messageId: last.id })
      expect(await seqs({ pinned: true, verb: 'note' })).toBe('5')
      expect(await seqs({ pinned: true, authorId: 'bob', order: 'asc' })).toBe('35')
      await bob.messages.retract({ messageId: last.id })
      await alice.messages.hide({ messageId: third.id })
      expect(await seqs({ authorId: 'bob' })).toBe('52')
    }),
  },
  {
    name: 'messages are counted by period, verb and author, those sent latest first; retracted ones do not count',
    proves: ['messages.stats'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const stats = async (input: Omit<Parameters<Session['messages']['stats']>[0], 'conversationId'>, by = alice) =>
        by.messages.stats({ conversationId, ...input })
      expect(await stats({ by: [] })).toEqual({ rows: [], more: false })
      const first = await alice.messages.send({ conversationId, body: '1' })
      const note = await bob.messages.send({ conversationId, body: '2', verb: 'note' })
      const third = await bob.messages.send({ conversationId, body: '3' })
      const taken = await bob.messages.send({ conversationId, body: '4' })
      await bob.messages.retract({ messageId: taken.id })
      expect(await stats({ by: [] })).toEqual({ rows: [{ count: 3, ...span(first, third) }], more: false })
      const byVerb = [
        { verb: 'message', count: 2, ...span(first, third) },
        { verb: 'note', count: 1, ...span(note) },
      ]
      expect((await stats({ by: ['verb'] })).rows).toEqual(expect.arrayContaining(byVerb))
      expect((await stats({ by: ['author'], verb: 'message' })).rows).toEqual(
        expect.arrayContaining([
          { authorId: 'alice', count: 1, ...span(first) },
          { authorId: 'bob', count: 1, ...span(third) },
        ]),
      )
      expect((await stats({ by: ['author', 'verb'] })).rows).toHaveLength(3)
      expect((await stats({ by: ['author', 'verb'], limit: 2 })).more).toBe(true)
      expect((await stats({ by: ['verb'], authorId: 'alice' })).rows).toEqual([
        { verb: 'message', count: 1, ...span(first) },
      ])
      for (const [period, length] of [
        ['year', 4],
        ['month', 7],
        ['day', 10],
        ['hour', 13],
      ] as const) {
        const { rows } = await stats({ by: [period, 'verb'], createdTo: note.createdAt, createdFrom: first.createdAt })
        for (const row of rows) expect(row.period?.slice(0, length)).toBe(row.latest.slice(0, length))
      }
      const weeks = (await stats({ by: ['week'] })).rows.map((row) => new Date(row.period ?? ''))
      expect(weeks.map((week) => [week.getUTCDay(), week.getUTCHours()])).toEqual(weeks.map(() => [1, 0]))
      await bob.messages.hide({ messageId: first.id })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: '5' })
      expect((await stats({ by: [] }, bob)).rows).toEqual([{ count: 2, ...span(note, third) }])
      await expectRefusal(stats({ by: [] }, carol), 'not_found')
    }),
  },
]
