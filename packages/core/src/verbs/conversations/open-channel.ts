import type { Conversation } from '../../model/conversation.ts'
import type { Target } from '../../model/target.ts'
import { notFound } from '../../rules/decision.ts'
import { inputOf, targetField } from '../../rules/input.ts'
import { channelCreation, channelId } from '../../rules/rooms.ts'
import type { OpenChannelInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { openForTarget } from '../open-for-target.ts'
import type { Opening } from '../open-for-target.ts'
import { admits } from '../rights.ts'

const read = inputOf({ target: targetField })

export const openChannel: Verb<OpenChannelInput, Conversation> = async (context, input) => {
  const { target } = read(input)
  return openForTarget(context, {
    ...channelOf(target),
    admit: (rights) => {
      if (!admits(rights)) throw notFound()
    },
  })
}

/** The one channel about a target. */
export const channelOf = (target: Target): Omit<Opening, 'admit'> => ({
  conversationId: channelId(target),
  target,
  creation: channelCreation(target),
})
