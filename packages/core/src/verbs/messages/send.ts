import type { Message } from '../../model/message.ts'
import type { ConversationId, UserId } from '../../model/ids.ts'
import { contentHash } from '../../rules/content-hash.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf, newId, optional, text, userIds, verb, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideAddAndSend } from '../../rules/membership.ts'
import { decideSend } from '../../rules/sending.ts'
import type { NewMessage } from '../../rules/sending.ts'
import type { SendMessageInput } from '../../session.ts'
import { addedBy, admitUsers } from '../admit-users.ts'
import type { Context, Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'
import type { Settled } from '../decide-and-commit.ts'
import { newcomersTo, partnerIn } from '../partner-in.ts'
import { sendToSet } from '../send-to-set.ts'
import { settleSend } from '../settle-send.ts'

const read = inputOf({
  conversationId: id,
  id: optional(newId),
  body: text({ characters: limits.body, bytes: limits.bodyBytes }),
  verb: withDefault(verb, 'message'),
  replyTo: optional(id),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
  addMembers: withDefault(userIds({ from: 0, to: limits.addedAtOnce }), []),
})

export const sendMessage: Verb<SendMessageInput, Message> = async (context, input, options) => {
  const { id: ownId, conversationId, addMembers, replyTo = null, ...asked } = read(input)
  const chosen = { ...asked, replyTo }
  const message = {
    ...chosen,
    id: ownId ?? context.ids.next(),
    contentHash: contentHash({
      ...chosen,
      conversationId,
      ...(addMembers.length === 0 ? {} : { addMembers: addMembers.toSorted() }),
    }),
  }
  const place = { conversationId, addMembers }
  return settleSend(context, { message, ownId, options }, await send(context, place, message))
}

/** Where a message is to go, and who is to be there too. */
interface Place {
  readonly conversationId: ConversationId
  readonly addMembers: readonly UserId[]
}

const send = async (context: Context, place: Place, message: NewMessage): Promise<Settled> => {
  const { conversationId, addMembers } = place
  const partner = addMembers.length === 0 ? null : await partnerIn(context, conversationId)
  if (partner === null) return sendInto(context, place, message)
  const newcomers = newcomersTo(context, partner, addMembers)
  if (newcomers.length === 0) return sendInto(context, { conversationId, addMembers: [] }, message)
  // A direct is never extended: the message goes to all of them, where what it answers is not.
  if (message.replyTo !== null) return { status: 'refused', refusal: notFound() }
  return sendToSet(context, [partner, ...newcomers], message)
}

const sendInto = (context: Context, { conversationId, addMembers }: Place, message: NewMessage): Promise<Settled> => {
  const { me } = context
  const { replyTo, mentions } = message
  return decideAndCommit(context, {
    query: {
      conversationId,
      ...(replyTo === null ? {} : { messageId: replyTo }),
      userIds: [...new Set([me, ...mentions, ...addMembers])],
    },
    decide: (slice) =>
      addMembers.length === 0
        ? decideSend(slice, me, message)
        : decideAddAndSend(slice, me, { userIds: addMembers, message }),
    check: (decided) => admitUsers(context, addedBy(decided)),
  })
}
