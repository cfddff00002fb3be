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

export const sendMessage: Verb<SendMessageInput, Message> = (context, input, options) => {
  const { id: ownId, conversationId, addMembers, body, verb: word, mentions, attachments, replyTo = null } = read(input)
  const chosen = { body, verb: word, replyTo, mentions, ...carrying(attachments) }
  return sendThere(context, { conversationId, addMembers }, { ownId, chosen, options })
}

/** What somebody sends, and who waits for it. */
export interface Asked {
  readonly ownId: string | undefined
  readonly chosen: Omit<NewMessage, 'id' | 'contentHash'>
  readonly options: CallOptions
}

/** Where a message is to go, and who is to be there too. */
interface Place {
  readonly conversationId: ConversationId
  readonly addMembers: readonly UserId[]
}

/** Sends into a conversation, or answers the message it was sent as before. */
export const sendThere = async (
  context: Context,
  place: Place,
  { ownId, chosen, options }: Asked,
): Promise<Message> => {
  const message = { ...chosen, id: ownId ?? context.ids.next(), contentHash: hashOf(place, chosen) }
  const { attachments } = message
  const carried = attachments === undefined ? [] : await waitingFor(context, attachments)
  const settled = await send(context, place, message)
  return settleSend(context, { message, ownId, carried, options }, settled)
}

/** What tells a repeat of a message: everything its sender chose, in the order in which it is hashed. */
const hashOf = ({ conversationId, addMembers }: Place, chosen: Asked['chosen']): string => {
  const { attachments = [], body, mentions, replyTo, verb: word } = chosen
  const added = addMembers.length === 0 ? {} : { addMembers: addMembers.toSorted() }
  return contentHash({ ...added, ...carrying(attachments), body, conversationId, mentions, replyTo, verb: word })
}

const send = (context: Context, place: Place, message: NewMessage): Promise<Settled> =>
  place.addMembers.length === 0 ? sendInto(context, place, message) : sendAndAdd(context, place, message)

const sendAndAdd = async (context: Context, place: Place, message: NewMessage): Promise<Settled> => {
  const { conversationId, addMembers } = place
  const partner = await partnerIn(context, conversationId)
  if (partner === null) return sendInto(context, place, message)
  const newcomers = newcomersTo(context, partner, addMembers)
  if (newcomers.length === 0) return sendInto(context, { conversationId, addMembers: [] }, message)
  // A direct is never extended: the message goes to all of them, where what it answers is not.
  if (message.replyTo !== null) return { status: 'refused', refusal: notFound() }
  return sendToSet(context, [partner, ...newcomers], message)
}

const sendInto = (context: Context, { conversationId, addMembers }: Place, message: NewMessage): Promise<Settled> => {
  const { me } = context
  const { replyTo, mentions, attachments } = message
  const others = [...mentions, ...addMembers]
  return decideAndCommit(context, {
    query: {
      conversationId,
      ...(replyTo === null ? {} : { messageId: replyTo }),
      userIds: others.length === 0 ? [me] : [...new Set([me, ...others])],
    },
    decide: (slice) =>
      addMembers.length === 0
        ? decideSend(slice, me, message)
        : decideAddAndSend(slice, me, { userIds: addMembers, message }),
    check:
      addMembers.length === 0 && attachments === undefined
        ? undefined
        : async (decided) => {
            await admitUsers(context, addedBy(decided))
            await admitAttachments(context, attachments)
          },
  })
}
