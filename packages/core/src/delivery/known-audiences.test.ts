import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { Session } from '../session.ts'
import { createKnownAudiences } from './known-audiences.ts'
import type { Audiences } from './known-audiences.ts'

/** Who reads a log and keeps audiences, beside a session that changes things. */
const reading = async () => {
  const store = createMemoryStore()
  const messaging = createMessaging({ store })
  const asked: (readonly ConversationId[])[] = []
  let meanwhile = async (): Promise<void> => {}
  const audiences = createKnownAudiences({
    notifiers: {
      ...store.notifiers,
      async audiences(query) {
        asked.push(query.conversationIds)
        const found = await store.notifiers.audiences(query)
        await meanwhile()
        return found
      },
    },
  })
  let { snapshot } = await store.log({ after: null, limit: 1 })
  const readOn = async (): Promise<void> => {
    const page = await store.log({ after: snapshot, limit: 100 })
    snapshot = page.snapshot
    audiences.learn(page.changes)
  }
  const alice = messaging.as('alice')
  return { messaging, alice, audiences, asked, readOn, during: (act: typeof meanwhile) => (meanwhile = act) }
}

const groupWith = async (alice: Session, userId: UserId): Promise<ConversationId> =>
  (await alice.conversations.startGroup({ userIds: [userId] })).id

const membersIn = (audiences: Audiences | null, id: ConversationId) =>
  audiences?.get(id)?.members?.map(({ userId }) => userId)

test('an audience is asked for once, and again when the log tells of a change to it', async () => {
  const { messaging, alice, audiences, asked, readOn } = await reading()
  await using _ = messaging
  const [one, other] = [await groupWith(alice, 'bob'), await groupWith(alice, 'carol')]
  await readOn()
  expect(audiences.all([one])).toBe(null)
  expect(membersIn(await audiences.read([one]), one)).toEqual(['alice', 'bob'])
  await alice.messages.send({ conversationId: one, body: 'hello' })
  await alice.receipts.markRead({ conversationId: one, seq: 1 })
  await readOn()
  expect(membersIn(audiences.all([one]), one)).toEqual(['alice', 'bob'])
  expect(audiences.all([one, other])).toBe(null)
  expect(membersIn(await audiences.read([one, other]), one)).toEqual(['alice', 'bob'])
  await alice.members.add({ conversationId: one, userIds: ['dave'] })
  await readOn()
  expect(audiences.all([one])).toBe(null)
  expect(membersIn(audiences.all([other]), other)).toEqual(['alice', 'carol'])
  expect(membersIn(await audiences.read([one]), one)).toEqual(['alice', 'bob', 'dave'])
  await alice.conversations.delete({ conversationId: one })
  await readOn()
  expect(audiences.all([one])).toBe(null)
  expect((await audiences.read([one])).get(one)?.deleted).toBe(true)
  expect(audiences.all([one])?.get(one)?.deleted).toBe(true)
  audiences.forget()
  expect(audiences.all([other])).toBe(null)
  expect(asked).toEqual([[one], [other], [one], [one]])
})

test('what was asked for while the log told of a change is not kept', async () => {
  const { messaging, alice, audiences, readOn, during } = await reading()
  await using _ = messaging
  const id = await groupWith(alice, 'bob')
  await readOn()
  during(async () => {
    await alice.members.remove({ conversationId: id, userId: 'bob' })
    await readOn()
  })
  expect(membersIn(await audiences.read([id]), id)).toEqual(['alice', 'bob'])
  expect(audiences.all([id])).toBe(null)
})
