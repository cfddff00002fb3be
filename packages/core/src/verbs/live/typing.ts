import { flag, id, inputOf } from '../../rules/input.ts'
import { decideTyping } from '../../rules/typing.ts'
import type { Typed, TypingInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'

/** Milliseconds within which one typing signal of a user in a conversation passes. */
export const typingPause = 2_000

const read = inputOf({ conversationId: id, typing: flag })

/** There is nothing to commit, so this is always decided from what is read now. */
export const signalTyping: Verb<TypingInput, Typed> = async (context, input) => {
  const { store, clock, typings, me } = context
  const { conversationId, typing } = read(input)
  let blocked = false
  await decideOrThrow(context, {
    query: { conversationId, userIds: [me] },
    decide: (facts) => {
      blocked = facts.conversation.blockedBy.length > 0
      return decideTyping(facts, me)
    },
  })
  // Where one of a direct's two has blocked the other nobody writes, and neither hears of the other's trying.
  if (!blocked && typings.passes(`${conversationId} ${me}`)) {
    const at = new Date(clock.now()).toISOString()
    store.bus.signal({ type: 'typing', conversationId, userId: me, typing, at })
  }
  return { conversationId }
}
