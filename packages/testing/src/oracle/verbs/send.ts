import type { SendMessageInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { messageIds, someConversation, someMessage } from '../pool.ts'
import { memberIn, viewerIn } from '../state.ts'
import type { OracleConversation, OracleMessage, OracleState } from '../state.ts'
import type { OracleCall, OracleVerb } from '../verb.ts'
import { messagesFor, messageView } from '../views.ts'
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
      ...(pick.once(8) ? { replyTo: someMessage(state, pick) } : {}),
      ...(pick.once(8) ? { mentions: [pick.of(state.people.users, actor)] } : {}),
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
  const { conversationId, id = minted, verb = 'message', body, replyTo = null, mentions = [] } = input
  const asked = JSON.stringify([conversationId, verb, body, replyTo, mentions])
  const earlier = useOf(state, input.id)
  if (earlier?.message.authorId === actor) {
    const { conversation, message } = earlier
    return message.asked === asked
      ? { answer: messageView(conversation, message), replayed: true }
      : refused('idempotency_mismatch')
  }
  const conversation = state.conversations.find((one) => one.id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (me.status !== 'active') return refused('not_a_member')
  if (conversation.closed) return refused('forbidden', 'closed')
  if (replyTo !== null && !messagesFor(conversation, me).some((message) => message.id === replyTo))
    return refused('not_found')
  if (!allActive(conversation, mentions)) return refused('forbidden', 'not_members')
  if (earlier !== undefined) return refused('id_taken')
  return sendInto(state, conversation, { id, verb, authorId: actor, body, replyTo, mentions, asked })
}

interface NewOracleMessage extends Pick<OracleMessage, 'id' | 'verb' | 'authorId' | 'replyTo' | 'asked'> {
  readonly body: string
  readonly mentions: readonly UserId[]
}

/** Appends a message. */
export const sendInto = (state: OracleState, conversation: OracleConversation, sent: NewOracleMessage): Expected => {
  conversation.revision += 1
  const { revision } = conversation
  const { body, mentions, ...rest } = sent
  const seq = conversation.messages.length + 1
  const message = { ...rest, seq, revision, texts: [{ body, mentions, revision }], reactions: [], pin: null }
  conversation.messages.push(message)
  conversation.activity = state.log.length
  logShared(state, conversation, { type: 'message.sent', actor: sent.authorId, about: sent.id })
  return { answer: messageView(conversation, message) }
}

/** Whether these users are all members now: anybody else would never see a mention. */
export const allActive = (conversation: OracleConversation, userIds: readonly UserId[]): boolean =>
  userIds.every((userId) => memberIn(conversation, userId)?.status === 'active')

/** Who used an id before, anywhere. */
export const useOf = (state: OracleState, id: string | undefined) => {
  for (const conversation of state.conversations)
    for (const message of conversation.messages) if (message.id === id) return { conversation, message }
  return undefined
}
