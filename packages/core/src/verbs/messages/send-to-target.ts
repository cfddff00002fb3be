import { isMsgError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { ConversationId } from '../../model/ids.ts'
import type { Message } from '../../model/message.ts'
import type { Target } from '../../model/target.ts'
import { notFound, refuse } from '../../rules/decision.ts'
import { inputOf, targetField } from '../../rules/input.ts'
import type { SendToTargetInput, SentToTarget } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { carrying } from '../carried-attachments.ts'
import { channelOf } from '../conversations/open-channel.ts'
import { conversationOf } from '../conversations/get.ts'
import { makeForTarget } from '../open-for-target.ts'
import { admits } from '../rights.ts'
import { afterCommit } from '../told.ts'
import { messageFields, sendThere } from './send.ts'

const read = inputOf({ target: targetField, ...messageFields })

export const sendToTarget: Verb<SendToTargetInput, SentToTarget> = async (context, input, options) => {
  const { target, id: ownId, replyTo = null, attachments, ...rest } = read(input)
  const chosen = { ...rest, replyTo, ...carrying(attachments) }
  const { conversationId } = channelOf(target)
  const place = { conversationId, addMembers: [] }
  const send = (): Promise<Message> => sendThere(context, place, { ownId, chosen, options })
  const message = await send().catch(async (error: unknown) => {
    if (!isMsgError(error) || error.code !== 'not_found') throw error
    await makeForPost(context, target)
    return send()
  })
  return { conversation: await afterCommit(viewed(context, conversationId)), message }
}

/**
 * The first post makes the channel: whoever may post, makes it, even without being able to view it. Nothing happens where
 * there is one, made meanwhile or not mine to see.
 */
const makeForPost = (context: Context, target: Target): Promise<void> =>
  makeForTarget(context, {
    ...channelOf(target),
    admit: (rights) => {
      if (rights.post) return
      throw admits(rights) ? refuse('forbidden', 'you may not post about this', 'target').refusal : notFound()
    },
  })

/** The channel, as far as I may view it. */
const viewed = (context: Context, conversationId: ConversationId): Promise<Conversation | null> =>
  conversationOf(context, conversationId).catch((error: unknown) => {
    if (isMsgError(error) && error.code === 'not_found') return null
    throw error
  })
