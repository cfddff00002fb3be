import type { Messaging, Session } from '@msg/core'
import { fakeTargets, project, upTo } from '@msg/testing'
import type { Database } from '../src/database.ts'

/** Who is to be erased. */
export const gone = 'zz-gone-zz'
/** What must not be left: the name, and what they wrote. */
export const words = [gone, 'zz-secret-zz']
export const secret = 'a zz-secret-zz text'

export const targets = fakeTargets(['1', '2'])
for (const userId of [gone, 'bob']) for (const id of ['1', '2']) targets.grant(userId, id, 'view', 'post', 'moderate')

/** In a group: everything somebody can do to messages, and others to theirs. */
const inGroup = async (alice: Session, bob: Session): Promise<void> => {
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  const { id: messageId } = await alice.messages.send({ conversationId, body: secret })
  await alice.messages.edit({ messageId, body: `${secret}!`, mentions: ['bob', gone] })
  await bob.reactions.add({ messageId, emoji: '🎉' })
  const theirs = await bob.messages.send({ conversationId, body: 'kept', mentions: [gone] })
  await bob.messages.edit({ messageId: theirs.id, body: 'kept too', mentions: [gone, 'carol'] })
  await alice.reactions.add({ messageId: theirs.id, emoji: '👍' })
  await alice.messages.pin({ messageId: theirs.id })
  await alice.messages.hide({ messageId: theirs.id })
  await alice.receipts.markRead({ conversationId, seq: 1 })
  await alice.receipts.markDelivered({ conversationId, seq: 2 })
  await alice.inbox.mute({ conversationId, until: '2030-01-01T00:00:00.000Z' })
  await alice.inbox.clear({ conversationId, seq: 1 })
  await alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' })
  const { id: own } = await alice.messages.send({ conversationId, body: secret })
  for (const n of upTo(4)) await alice.messages.send({ conversationId, body: `${secret} ${n}`, replyTo: own })
}

/** In and out of conversations of every kind. */
const everywhere = async (alice: Session, bob: Session): Promise<void> => {
  const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
  await alice.messages.send({ conversationId: direct, body: secret })
  await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: secret })
  const { id: left } = await bob.conversations.startGroup({ userIds: [gone] })
  await alice.messages.send({ conversationId: left, body: secret })
  await alice.members.leave({ conversationId: left })
  await bob.members.add({ conversationId: left, userIds: [gone] })
  await bob.members.remove({ conversationId: left, userId: gone })
  const { id: room } = await bob.conversations.openRoom({})
  await alice.members.join({ conversationId: room })
  const purged = await alice.messages.send({ conversationId: room, body: secret })
  await alice.messages.retract({ messageId: purged.id })
  await alice.conversations.openChannel({ target: project('2') })
  const posted = await bob.messages.sendToTarget({ target: project('1'), body: 'kept' })
  await alice.messages.sendToTarget({ target: project('1'), body: secret })
  await alice.reactions.add({ messageId: posted.message.id, emoji: '👍' })
  const spare = await alice.messages.sendToTarget({ target: project('1'), body: secret })
  await bob.messages.purge({ messageId: spare.message.id })
  const { id: deleted } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await alice.messages.send({ conversationId: deleted, body: secret })
  await alice.conversations.delete({ conversationId: deleted })
  await alice.people.block({ userId: 'carol' })
  await bob.people.block({ userId: gone })
}

/** Makes somebody with traces everywhere. */
export const fill = async (messaging: Messaging): Promise<void> => {
  const [alice, bob] = [messaging.as(gone), messaging.as('bob')]
  await inGroup(alice, bob)
  await everywhere(alice, bob)
  await messaging.tickets.put({
    hash: 'h',
    grant: { userId: gone, expiresAt: null, origin: null },
    milliseconds: 60_000,
    perUser: 5,
  })
}

/** Every conversation's numbers and texts, as the database has them. */
export const messagesIn = (database: Database): Promise<readonly unknown[]> =>
  database.query(`select c.id, c.last_seq = count(m.seq) and c.last_seq = coalesce(max(m.seq), 0) as dense,
    array_agg(m.body order by m.seq) filter (where m.body is not null) as bodies
  from msg.conversation c left join msg.message m on m.conversation_id = c.id group by c.id order by c.id`)

/** SQL: the conversations whose revisions in the log have holes. */
export const holesSql = `select ch.conversation_id from msg.change ch join msg.conversation c on c.id = ch.conversation_id
  where ch.type not in ('receipt.advanced', 'message.hidden', 'inbox.cleared', 'inbox.muted')
  group by ch.conversation_id, c.revision having count(*) <> c.revision or count(distinct ch.revision) <> c.revision`
