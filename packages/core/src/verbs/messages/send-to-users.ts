import { MsgError } from '../../errors.ts'
import { contentHash } from '../../rules/content-hash.ts'
import { id, idList, inputOf, optional, text, userIds, verb, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { SendToUsersInput, SentTo } from '../../session.ts'
import type { Verb } from '../context.ts'
import { carrying, waitingFor } from '../carried-attachments.ts'
import { conversationOf } from '../conversations/get.ts'
import { sendToSet } from '../send-to-set.ts'
import { settleSend } from '../settle-send.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({
  userIds: userIds({ from: 0, to: limits.founders }),
  id: optional(id),
  body: text({ characters: limits.body, bytes: limits.bodyBytes }),
  verb: withDefault(verb, 'message'),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
  attachments: withDefault(idList({ from: 0, to: limits.attachments }), []),
})

export const sendToUsers: Verb<SendToUsersInput, SentTo> = async (context, input, options) => {
  const { id: ownId, userIds: named, attachments, ...rest } = read(input)
  const chosen = { ...rest, ...carrying(attachments) }
  if (named.length === 0) throw new MsgError('no_recipients', 'a message goes to somebody')
  const others = named.filter((userId) => userId !== context.me)
  if (others.length === 0) throw new MsgError('self_message', 'a message goes to somebody else')
  const message = {
    ...chosen,
    id: ownId ?? context.ids.next(),
    replyTo: null,
    contentHash: contentHash({ userIds: others.toSorted(), ...chosen }),
  }
  const carried = await waitingFor(context, attachments)
  const settled = await sendToSet(context, others, message)
  const sent = await settleSend(context, { message, ownId, carried, options }, settled)
  return { conversation: await afterCommit(conversationOf(context, sent.conversationId)), message: sent }
}
