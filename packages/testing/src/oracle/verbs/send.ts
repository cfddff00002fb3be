import type { SendMessageInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { messageIds, someConversation } from '../pool.ts'
import { memberIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleCall, OracleVerb } from '../verb.ts'
import { messageView } from '../views.ts'
import { logShared } from '../writing.ts'

/** Sending, with and without an id of one's own; ids meet often. */
export const sendVerb: OracleVerb = {
  name: 'messages.send',
  weight: 10,
  plan(state, actor, pick) {
    const input: SendMessageInput = {
      conversationId: someConversation(state, pick),
      body: pick.of(['yes', 'no', 'ok \u{1F44D}'], 'yes'),
      ...(pick.once(8) ? { verb: 'alarm_raised' } : {}),
      ...(pick.once(2) ? { id: pick.of(messageIds, '') } : {}),
    }
    return sendCall(state, actor, input)
  },
}

/** An earlier attempt once more, by the same user or another, as it was or with another text. */
export const sendAgainVerb: OracleVerb = {
  name: 'messages.send, again',
  weight: 4,
  plan(state, actor, pick) {
    const earlier = pick.of(
      state.attempts.filter(({ input }) => input.id !== undefined),
      undefined,
    )
    if (earlier === undefined) return sendVerb.plan(state, actor, pick)
    const who = pick.once(4) ? actor : earlier.actor
    return sendCall(state, who, pick.once(4) ? { ...earlier.input, body: 'other' } : earlier.input)
  },
}

const sendCall = (state: OracleState, actor: UserId, input: SendMessageInput): OracleCall => ({
  actor,
  input,
  run: (session, options) => session.messages.send(input, options),
  expect(minted) {
    state.attempts.push({ actor, input })
    return expectSend(state, { actor, input, minted })
  },
})

interface Asked {
  readonly actor: UserId
  readonly input: SendMessageInput
  readonly minted: string
}

const expectSend = (state: OracleState, { actor, input, minted }: Asked): Expected => {
  const { id = minted, verb = 'message', body } = input
  const earlier = useOf(state, input.id)
  if (earlier?.message.authorId === actor) {
    const { conversation, message } = earlier
    const same = conversation.id === input.conversationId && message.verb === verb && message.body === body
    return same ? { answer: messageView(conversation, message), replayed: true } : refused('idempotency_mismatch')
  }
  const conversation = state.conversations.find((one) => one.id === input.conversationId)
  const me = conversation === undefined ? undefined : memberIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (!me.active) return refused('not_a_member')
  if (conversation.closed) return refused('forbidden', 'closed')
  if (earlier !== undefined) return refused('id_taken')
  conversation.revision += 1
  const message = {
    id,
    verb,
    body,
    authorId: actor,
    seq: conversation.messages.length + 1,
    revision: conversation.revision,
  }
  conversation.messages.push(message)
  conversation.activity = state.log.length
  logShared(state, conversation, { type: 'message.sent', actor, about: id })
  return { answer: messageView(conversation, message) }
}

/** Who used an id before, anywhere. */
const useOf = (state: OracleState, id: string | undefined) => {
  for (const conversation of state.conversations)
    for (const message of conversation.messages) if (message.id === id) return { conversation, message }
  return undefined
}
