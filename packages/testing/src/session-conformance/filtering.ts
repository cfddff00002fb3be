import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

type List = Parameters<Session['messages']['list']>[0]

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
]
