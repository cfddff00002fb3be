import type { SendToUsersInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { freshId, messageIds } from '../pool.ts'
import { sendToSet, useOf } from '../sending.ts'
import { viewerIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { messageView } from '../views.ts'

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
    if (earlier.conversation.deleted) return refused('gone')
    if (earlier.message.asked !== asked) return refused('idempotency_mismatch')
    if (viewerIn(earlier.conversation, actor) === undefined) return refused('not_found')
    return { answer: messageView(earlier.conversation, earlier.message), replayed: true }
  }
  const message = { id, verb: 'message', authorId: actor, body, replyTo: null, mentions: [], asked }
  return sendToSet(state, { others, place, message })
}
