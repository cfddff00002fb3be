import type { ReactionInput, UserId } from '@msg/core'
import { refusedByBlock } from '../blocks.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someEmoji, someMessage } from '../pool.ts'
import { onMessage } from '../seen.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb, Pick } from '../verb.ts'
import { logOnMessage } from '../writing.ts'

/** Reacting: once per emoji and user. */
export const addReactionVerb: OracleVerb = {
  name: 'reactions.add',
  weight: 4,
  plan(state, actor, pick) {
    const input = inputFrom(state, pick)
    return {
      actor,
      input,
      run: (session, options) => session.reactions.add(input, options),
      expect: () => expectReaction(state, actor, { ...input, added: true }),
    }
  },
}

/** Taking one's own reaction back. */
export const removeReactionVerb: OracleVerb = {
  name: 'reactions.remove',
  weight: 3,
  plan(state, actor, pick) {
    const input = inputFrom(state, pick)
    return {
      actor,
      input,
      run: (session, options) => session.reactions.remove(input, options),
      expect: () => expectReaction(state, actor, { ...input, added: false }),
    }
  },
}

const inputFrom = (state: OracleState, pick: Pick): ReactionInput => ({
  messageId: someMessage(state, pick),
  emoji: pick.of(someEmoji, ''),
})

const expectReaction = (
  state: OracleState,
  actor: UserId,
  { messageId, emoji, added }: ReactionInput & { readonly added: boolean },
): Expected =>
  onMessage(state, { actor, messageId }, ({ conversation, message }) => {
    const blocked = refusedByBlock(state, conversation, actor)
    if (blocked !== null) return blocked
    if (message.texts.length === 0) return refused('message_retracted')
    const others = message.reactions.filter((one) => one.emoji !== emoji || one.userId !== actor)
    if (added === others.length < message.reactions.length) return null
    const reaction = { emoji, userId: actor, revision: conversation.revision + 1 }
    message.reactions = added ? [...others, reaction] : others
    logOnMessage(state, { conversation, message }, { type: added ? 'reaction.added' : 'reaction.removed', actor })
    return null
  })
