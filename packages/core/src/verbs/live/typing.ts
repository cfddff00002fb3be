import { notFound } from '../../rules/decision.ts'
import { flag, id, inputOf } from '../../rules/input.ts'
import { refusalOfTyping } from '../../rules/typing.ts'
import type { Typed, TypingInput } from '../../session.ts'
import type { Verb } from '../context.ts'

/** Milliseconds within which one typing signal of a user in a conversation passes. */
export const typingPause = 2_000

const read = inputOf({ conversationId: id, typing: flag })

/** Nothing is committed that a guard could watch over, so this is decided from what is read now, never from a cached slice. */
export const signalTyping: Verb<TypingInput, Typed> = async ({ store, clock, typings, me }, input) => {
  const { conversationId, typing } = read(input)
  const slice = await store.slice({ conversationId, userIds: [me] })
  const refusal = slice === null ? notFound() : refusalOfTyping(slice, me)
  if (refusal !== null) throw refusal
  if (typings.passes(`${conversationId} ${me}`)) {
    const at = new Date(clock.now()).toISOString()
    store.bus.signal({ type: 'typing', conversationId, userId: me, typing, at })
  }
  return { conversationId }
}
