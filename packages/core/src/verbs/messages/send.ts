import type { Message } from '../../model/message.ts'
import type { ConversationId, UserId } from '../../model/ids.ts'
import { contentHash } from '../../rules/content-hash.ts'
import { notFound } from '../../rules/decision.ts'
import { id, idList, inputOf, optional, text, userIds, verb, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideAddAndSend } from '../../rules/membership.ts'
import { decideSend } from '../../rules/sending.ts'
import type { NewMessage } from '../../rules/sending.ts'
import type { CallOptions, SendMessageInput } from '../../session.ts'
import { addedBy, admitUsers } from '../admit-users.ts'
import { admitAttachments, carrying, waitingFor } from '../carried-attachments.ts'
import type { Context, Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'
import type { Settled } from '../decide-and-commit.ts'
import { newcomersTo, partnerIn } from '../partner-in.ts'
import { sendToSet } from '../send-to-set.ts'
import { settleSend } from '../settle-send.ts'

/** What is sent, wherever it goes. */
export const messageFields = {
  id: optional(id),
  body: text({ characters: limits.body, bytes: limits.bodyBytes }),
  verb: withDefault(verb, 'message'),
  replyTo: optional(id),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
  attachments: withDefault(idList({ from: 0, to: limits.attachments }), []),
} as const

const read = inputOf({
  conversationId: id,
  ...messageFields,
  addMembers: withDefault(userIds({ from: 0, to: limits.addedAtOnce }), []),
})

export const sendMessage: Verb<SendMessageInput, Message> = async (context, input, options) => {
  const { id: ownId, conversationId, addMembers, body, verb: word, mentions, attachments, replyTo = null } = read(input)
  const place = { conversationId, addMembers }
  const asked = { ownId, body, verb: word, replyTo, mentions, ...carrying(attachments) }
  const message = newMessage(context, place, asked)
  const carried = await waitingFor(context, attachments)
  return settleSend(context, { message, ownId, carried, options }, await send(context, place, message))
}

/** What somebody sends, before it has an id. */
export interface Asked extends Omit<NewMessage, 'id' | 'contentHash'> {
  readonly ownId: string | undefined
}

/** The message, with what tells a repeat of it: everything its sender chose. */
const newMessage = (
  { ids }: Context,
  { conversationId, addMembers }: Place,
  { ownId, ...chosen }: Asked,
): NewMessage => {
  const newcomers = addMembers.length === 0 ? {} : { addMembers: addMembers.toSorted() }
  return { ...chosen, id: ownId ?? ids.next(), contentHash: contentHash({ ...chosen, conversationId, ...newcomers }) }
}

/** Sends into a conversation, or answers the message it was sent as before. */
export const sendThere = async (
  context: Context,
  conversationId: ConversationId,
  { options, ...asked }: Asked & { readonly options: CallOptions },
): Promise<Message> => {
  const place = { conversationId, addMembers: [] }
  const message = newMessage(context, place, asked)
  const carried = await waitingFor(context, message.attachments)
  return settleSend(context, { message, ownId: asked.ownId, carried, options }, await sendInto(context, place, message))
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
    check: async (decided) => {
      await admitUsers(context, addedBy(decided))
      await admitAttachments(context, message.attachments)
    },
  })
}
