import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

export const neighbourCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a message is shown among its neighbours, half of them below it where there are so many',
    proves: ['messages.around'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const ids: string[] = []
      for (const n of upTo(9)) ids.push((await alice.messages.send({ conversationId, body: `${n}` })).id)
      const around = async (session: Session, n: number, limit?: number) => {
        const messageId = ids[n - 1] ?? ''
        const page = await session.messages.around({ messageId, ...(limit === undefined ? {} : { limit }) })
        return [page.messages.map(({ seq }) => seq).join(''), page.before, page.after]
      }
      expect(await around(alice, 5, 5)).toEqual(['34567', true, true])
      expect(await around(alice, 5, 4)).toEqual(['3456', true, true])
      expect(await around(alice, 5, 1)).toEqual(['5', true, true])
      expect(await around(alice, 1, 4)).toEqual(['1234', false, true])
      expect(await around(alice, 9, 4)).toEqual(['6789', true, false])
      expect(await around(alice, 8, 9)).toEqual(['123456789', false, false])
      expect(await around(alice, 2)).toEqual(['123456789', false, false])
      const page = await alice.messages.around({ messageId: ids[0] ?? '' })
      expect(page.messages).toEqual((await alice.messages.list({ conversationId, order: 'asc' })).messages)
      expect(page.profiles.map(({ id }) => id)).toEqual(['alice'])
      await bob.messages.hide({ messageId: ids[3] ?? '' })
      await bob.inbox.clear({ conversationId, seq: 2 })
      await alice.messages.retract({ messageId: ids[5] ?? '' })
      await bob.members.leave({ conversationId })
      ids.push((await alice.messages.send({ conversationId, body: '10' })).id)
      expect(await around(bob, 5)).toEqual(['356789', false, false])
      expect(await around(bob, 6, 3)).toEqual(['567', true, true])
      for (const n of [2, 4, 10]) await expectRefusal(around(bob, n), 'not_found')
      await alice.members.remove({ conversationId, userId: 'carol' })
      await expectRefusal(around(carol, 5), 'not_found')
    }),
  },
]
