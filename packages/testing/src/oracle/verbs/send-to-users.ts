import type { SendToUsersInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { freshId, messageIds } from '../pool.ts'
import { memberIn, viewerIn } from '../state.ts'
import type { OracleConversation, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { messageView } from '../views.ts'
import { createConversation, followSet, setOf, textOfSet } from '../writing.ts'
import { sendInto, useOf } from './send.ts'

/** Sending to people: most often to few of them, so that they meet. */
export const sendToUsersVerb: OracleVerb = {
  name: 'messages.sendToUsers',
  weight: 8,
  plan(state, actor, pick) {
    const { users, nobodies } = state.people
    const others = pick.once(3) ? [pick.of(users, actor)] : pick.some(users)
    const input = {
      userIds: [...others, ...(pick.once(15) ? nobodies : []), ...(pick.once(8) ? [actor] : [])],
      id: pick.once(4) ? pick.of(messageIds, '') : freshId(pick),
      body: pick.of(['all of you', 'hey'], 'hey'),
    }
    // Where it went is only told by the answer, whose message is what is compared.
    let place = ''
    return {
      actor,
      input,
      run: async (session, options) => {
        const { conversation, message } = await session.messages.sendToUsers(input, options)
        place = conversation.id
        return message
      },
      expect: () => expectSendToUsers(state, { actor, input, place }),
    }
  },
}

interface Asked {
  readonly actor: UserId
  readonly input: SendToUsersInput & { readonly id: string }
  readonly place: string
}

const expectSendToUsers = (state: OracleState, { actor, input, place }: Asked): Expected => {
  const { userIds, id, body } = input
  const others = [...new Set(userIds)].filter((userId) => userId !== actor)
  if (userIds.length === 0) return refused('no_recipients')
  if (others.length === 0) return refused('self_message')
  const asked = JSON.stringify([others.toSorted(), body])
  const earlier = useOf(state, id)
  if (earlier?.message.authorId === actor) {
    if (earlier.message.asked !== asked) return refused('idempotency_mismatch')
    if (viewerIn(earlier.conversation, actor) === undefined) return refused('not_found')
    return { answer: messageView(earlier.conversation, earlier.message), replayed: true }
  }
  const known = others.length === 1 ? directOf(state, [actor, ...others]) : groupOf(state, [actor, ...others])
  if (known === undefined) {
    if (others.some((userId) => state.people.nobodies.includes(userId))) return refused('not_found')
    if (others.some((userId) => !state.people.mayContact(actor, userId))) return refused('recipient_refused')
  }
  if (earlier !== undefined) return refused('id_taken')
  const conversation = known ?? begun(state, { actor, others, place })
  followSet(state, conversation)
  return sendInto(state, conversation, {
    id,
    verb: 'message',
    authorId: actor,
    body,
    replyTo: null,
    mentions: [],
    asked,
  })
}

const directOf = ({ conversations }: OracleState, pair: readonly UserId[]): OracleConversation | undefined =>
  conversations.find(
    (conversation) => conversation.kind === 'direct' && pair.every((userId) => memberIn(conversation, userId)),
  )

/** Whoever has the set, or the oldest that fits it. */
const groupOf = ({ conversations }: OracleState, userIds: readonly UserId[]): OracleConversation | undefined => {
  const set = textOfSet(userIds)
  return conversations.find(({ heldSet }) => heldSet === set) ?? conversations.find((one) => setOf(one) === set)
}

interface Beginning {
  readonly actor: UserId
  readonly others: readonly UserId[]
  readonly place: string
}

const begun = (state: OracleState, { actor, others, place }: Beginning): OracleConversation => {
  const direct = others.length === 1
  return createConversation(state, actor, {
    id: place,
    kind: direct ? 'direct' : 'group',
    title: null,
    invitePolicy: 'members',
    asked: '',
    ...(direct ? {} : { bySending: true }),
    members: [actor, ...others].map((userId) => ({ userId, role: userId === actor && !direct ? 'admin' : 'member' })),
  })
}
