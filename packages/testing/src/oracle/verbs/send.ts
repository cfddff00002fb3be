import type { SendMessageInput, UserId } from '@msg/core'
import { notAdmitted, refusedByBlock } from '../blocks.ts'
import { bringIn, invitedBy } from '../inviting.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { messageIds, someConversation, someMessage } from '../pool.ts'
import { allActive, sendInto, sendToSet, useOf } from '../sending.ts'
import type { NewOracleMessage } from '../sending.ts'
import { seenConversation } from '../state.ts'
import type { OracleConversation, OracleState, OracleViewer } from '../state.ts'
import type { OracleCall, OracleVerb } from '../verb.ts'
import { messagesFor, messageView } from '../views.ts'

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
      ...(pick.once(6) ? { addMembers: pick.some(state.people.users) } : {}),
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

const sendCall = (state: OracleState, actor: UserId, input: SendMessageInput): OracleCall => {
  // What goes to more than the two of a direct goes where only the answer tells.
  let place = ''
  return {
    actor,
    input,
    run: async (session, options) => {
      const message = await session.messages.send(input, options)
      place = message.conversationId
      return message
    },
    expect(minted) {
      state.attempts.push({ actor, input })
      return expectSend(state, { actor, input, minted, place })
    },
  }
}

interface Asked {
  readonly actor: UserId
  readonly input: SendMessageInput
  readonly minted: string
  readonly place: string
}

const expectSend = (state: OracleState, { actor, input, minted, place }: Asked): Expected => {
  const { conversationId, id = minted, verb = 'message', body, replyTo = null, mentions = [], addMembers = [] } = input
  const asked = JSON.stringify([conversationId, verb, body, replyTo, mentions, addMembers.toSorted()])
  const earlier = useOf(state, input.id)
  if (earlier?.message.authorId === actor) {
    const { conversation, message } = earlier
    if (conversation.deleted) return refused('gone')
    return message.asked === asked
      ? { answer: messageView(conversation, message), replayed: true }
      : refused('idempotency_mismatch')
  }
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const message = { id, verb, authorId: actor, body, replyTo, mentions, asked }
  const partners = seen.conversation.members.map(({ userId }) => userId)
  if (seen.conversation.kind !== 'direct') return expectInto(state, seen, { message, addMembers })
  if (addMembers.every((userId) => partners.includes(userId)))
    return expectInto(state, seen, { message, addMembers: [] })
  if (replyTo !== null) return refused('not_found')
  const others = [...new Set([...partners, ...addMembers])].filter((userId) => userId !== actor)
  return sendToSet(state, { others, place, message })
}

interface Sending {
  readonly message: NewOracleMessage
  readonly addMembers: readonly UserId[]
}

/** Sending where it was meant to go, with who is to be there too. */
const expectInto = (
  state: OracleState,
  { conversation, me }: { readonly conversation: OracleConversation; readonly me: OracleViewer },
  { message, addMembers }: Sending,
): Expected => {
  const { authorId: actor, replyTo, mentions } = message
  const invited = addMembers.length === 0 ? { newcomers: [] } : invitedBy(conversation, me, addMembers)
  if ('why' in invited) return invited.why
  const { newcomers } = invited
  if (me.status !== 'active') return refused('not_a_member')
  if (conversation.closed) return refused('forbidden', 'closed')
  const blocked = refusedByBlock(state, conversation, actor)
  if (blocked !== null) return blocked
  if (replyTo !== null && !messagesFor(conversation, me).some(({ id }) => id === replyTo)) return refused('not_found')
  const strangers = mentions.filter((userId) => !newcomers.includes(userId))
  if (!allActive(conversation, strangers)) return refused('forbidden', 'not_members')
  const why = notAdmitted(state, { actor, userIds: newcomers })
  if (why !== null) return why
  if (useOf(state, message.id) !== undefined) return refused('id_taken')
  bringIn(state, conversation, { actor, newcomers })
  return sendInto(state, conversation, message)
}
