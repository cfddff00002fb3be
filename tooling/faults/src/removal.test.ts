import type { Change, LiveEvent } from '@msg/core'
import { upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { onPostgres } from './on-postgres.ts'
import { openSchema } from './own-schema.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const rounds = process.env.FULL === '1' ? 500 : 15

/** Every change up to the message with this text. */
const changesUntil = async (events: AsyncIterator<LiveEvent, void>, body: string): Promise<readonly Change[]> => {
  const changes: Change[] = []
  for (;;) {
    const { done, value } = await events.next()
    if (done === true) throw new Error('the subscription has ended')
    if (value.type !== 'changes') continue
    changes.push(...value.changes)
    if (changes.some(({ subject }) => subject !== 'gone' && 'body' in subject && subject.body === body)) return changes
  }
}

onPostgres((url) => {
  test(
    'whoever is removed on one server hears nothing on another of what comes after, however busy it is',
    async () => {
      const { schema } = await openSchema(url)
      const [one, other] = [await startServer(`postgres:${schema}`), await startServer(`postgres:${schema}`)]
      for (const server of [one, other]) onTestFinished(async () => void (await server.end('SIGKILL')))
      const [ann, cat, ben] = await Promise.all([
        connect(one.url, 'ann'),
        connect(other.url, 'cat'),
        connect(other.url, 'ben'),
      ])
      for (const client of [ann, cat, ben]) onTestFinished(() => client.close())
      const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben', 'cat'] })
      const { id: direct } = await ann.conversations.startDirect({ userId: 'ben' })
      const bens = ben.live.subscribe()[Symbol.asyncIterator]()
      await bens.next()
      for (const round of upTo(rounds)) {
        const sends = upTo(20).map((n) => (n % 2 === 0 ? ann : cat).messages.send({ conversationId, body: `${n}` }))
        const removal = ann.members.remove({ conversationId, userId: 'ben' })
        await Promise.all([...sends, removal])
        await cat.messages.send({ conversationId, body: 'without ben' })
        await ann.messages.send({ conversationId: direct, body: `round ${round}` })
        const heard = (await changesUntil(bens, `round ${round}`)).filter(
          (change) => change.conversationId === conversationId,
        )
        expect(heard.at(-1)).toMatchObject({ type: 'member.removed', subject: { userId: 'ben' } })
        const end = heard.at(-1)?.revision ?? 0
        expect(heard.filter(({ revision }) => (revision ?? 0) > end)).toEqual([])
        await ann.members.add({ conversationId, userIds: ['ben'] })
      }
    },
    60_000 + rounds * 2_000,
  )

  test(
    'whoever watches on one server is told nothing of what comes after the other made it private',
    async () => {
      const { schema } = await openSchema(url)
      const [one, other] = [await startServer(`postgres:${schema}`), await startServer(`postgres:${schema}`)]
      for (const server of [one, other]) onTestFinished(async () => void (await server.end('SIGKILL')))
      const [ann, dan] = await Promise.all([connect(one.url, 'ann'), connect(other.url, 'dan')])
      for (const client of [ann, dan]) onTestFinished(() => client.close())
      for (const round of upTo(rounds)) {
        const { id: conversationId } = await ann.conversations.openRoom({ title: `hall ${round}` })
        const heard: string[] = []
        const watching = async (): Promise<void> => {
          for await (const event of dan.live.watch({ conversationId })) {
            heard.push(event.type)
            if (event.type === 'ready') await ann.conversations.update({ conversationId, visibility: 'private' })
            if (event.type === 'ready') await ann.messages.send({ conversationId, body: 'between us' })
          }
        }
        await expect(watching()).rejects.toMatchObject({ code: 'not_found' })
        expect(heard).toEqual(['ready'])
      }
    },
    60_000 + rounds * 2_000,
  )
})
