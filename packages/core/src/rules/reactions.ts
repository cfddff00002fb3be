import { utf8 } from '../model/encoding.ts'
import type { UserId } from '../model/ids.ts'
import { refusedByBlock } from './blocking.ts'
import { refuse } from './decision.ts'
import type { Decision, Facts } from './decision.ts'
import { limits } from './limits.ts'
import { actionable, asItWas, isRetracted } from './seen-message.ts'

const emojiLike = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Whether a text is one grapheme that contains an emoji, within the bound. */
export const isEmoji = (text: string): boolean =>
  text.length <= limits.emojiBytes &&
  text.isWellFormed() &&
  emojiLike.test(text) &&
  utf8(text).length <= limits.emojiBytes &&
  [...graphemes.segment(text)].length === 1

/** Reacting, and taking a reaction back: active members, in a channel who may view, on what is not retracted. */
export const decideReaction = (
  slice: Facts,
  actor: UserId,
  { type, emoji }: { readonly type: 'reaction.added' | 'reaction.removed'; readonly emoji: string },
): Decision => {
  const seen = actionable(slice, actor)
  if ('refusal' in seen) return seen
  const { message } = seen
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  const blocked = refusedByBlock(slice, actor)
  if (blocked !== null) return blocked
  if (isRetracted(message)) return refuse('message_retracted', 'the message was retracted')
  const present = message.ownEmojis.includes(emoji)
  if (present === (type === 'reaction.added')) return { changes: [], guards: [] }
  const isFull = message.emojis.length >= limits.emojis && !message.emojis.includes(emoji)
  if (!present && (isFull || message.ownEmojis.length >= limits.ownEmojis))
    return refuse('forbidden', 'there are enough different emoji on this message', 'too_many')
  return { changes: [{ type, messageId: message.id, emoji }], guards: asItWas(slice, seen) }
}
