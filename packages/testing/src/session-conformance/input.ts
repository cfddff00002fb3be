import { limits } from '@msg/core'
import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { hostileToConversations } from './hostile/conversations.ts'
import type { Careless, Hostile, Place } from './hostile/hostile.ts'
import { hostileToMessages } from './hostile/messages.ts'
import { hostileToPeople } from './hostile/people.ts'
import { hostileToReading } from './hostile/reading.ts'
import { withThree } from './with-sessions.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- breaking the types is what these cases are for
const careless = (session: Session): Careless => session as unknown as Careless

const hostile = (place: Place): readonly Hostile[] => [
  ...hostileToConversations(place),
  ...hostileToMessages(place),
  ...hostileToReading(place),
  ...hostileToPeople(place),
]

export const inputCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'malformed, hostile and oversized input is refused with its place, and changes nothing',
    proves: hostile({ conversationId: '', messageId: '' }).map(({ verb }) => verb),
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: messageId } = await bob.messages.send({ conversationId, body: 'first' })
      const state = async () => [await alice.inbox.list(), await alice.messages.list({ conversationId })]
      const before = await state()
      for (const { verb, good, bad } of hostile({ conversationId, messageId })) {
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
