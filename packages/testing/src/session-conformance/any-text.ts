import { isMsgError, limits, wordsOf } from '@msg/core'
import type { SearchMessagesInput, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { keptTexts, refusedTexts } from '../texts.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

/** The texts of all pages of a search. */
const allFound = async (session: Session, input: SearchMessagesInput): Promise<readonly (string | null)[]> => {
  const { hits, next } = await session.messages.search(input)
  const bodies = hits.map(({ message }) => message.body)
  return next === null ? bodies : [...bodies, ...(await allFound(session, { ...input, after: next }))]
}

export const anyTextCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'whatever the text, it is kept byte for byte and found, or refused',
    proves: ['messages.send', 'messages.list', 'messages.search'],
    run: withThree(async ({ alice, bob }) => {
      expect(new Set(keptTexts).size).toBe(keptTexts.length)
      expect(keptTexts.length + refusedTexts.length).toBeGreaterThanOrEqual(500)
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (let start = 0; start < keptTexts.length; start += 100) {
        const texts = keptTexts.slice(start, start + 100)
        const sent = await Promise.all(texts.map((body) => alice.messages.send({ conversationId, body })))
        const { messages } = await bob.messages.list({ conversationId, limit: 100 })
        const kept = new Map(messages.map(({ id, body }) => [id, body]))
        expect(sent.map(({ id }) => kept.get(id))).toEqual(texts)
      }
      for (const body of refusedTexts) await expectRefusal(alice.messages.send({ conversationId, body }), 'invalid')
      expect((await bob.conversations.get({ conversationId })).lastSeq).toBe(keptTexts.length)
      for (const text of keptTexts.filter((_, index) => index % 12 === 0)) {
        const word = wordsOf(text).find(({ length }) => length > 1)
        if (word === undefined) continue
        expect(await allFound(bob, { query: word, conversationId, limit: 100 })).toContain(text)
      }
    }),
  },
  {
    name: 'whatever is searched for, it is answered or refused as invalid',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'lonely' })
      const texts = [...keptTexts, ...refusedTexts].filter((text) => text.length <= limits.query + 1)
      for (const query of texts.filter((_, index) => index % 7 === 0)) {
        const answer = await bob.messages.search({ query }).catch((error: unknown) => error)
        if (isMsgError(answer)) expect(answer.code).toBe('invalid')
        else expect(answer).toMatchObject({ hits: [], next: null })
      }
    }),
  },
]
