/** The part of a conversation that a timeline holds: one stretch of it, without a gap inside. */
import type { Change, Message, MessagesAround } from '@msg/core'

/** Every message I see with `from < seq <= to` is in `messages`. What lies outside is a gap that is known. */
export interface Stretch {
  /** In order. */
  readonly messages: readonly Message[]
  readonly from: number
  readonly to: number
  /** Whether nothing I see lies before it. */
  readonly atStart: boolean
  /** Whether nothing lay after it when that was last known: what is sent is then part of it. */
  readonly atEnd: boolean
}

/** As much of a page of messages as matters here. */
export interface Page {
  readonly messages: readonly Message[]
  readonly more: boolean
}

/** Nothing known yet. */
export const nothing: Stretch = { messages: [], from: 0, to: 0, atStart: false, atEnd: false }

/** The end of a conversation, from a page of its latest messages, newest first. */
export const latestOf = ({ messages, more }: Page): Stretch => {
  const inOrder = messages.toReversed()
  const first = inOrder[0]
  return {
    messages: inOrder,
    from: more && first !== undefined ? first.seq - 1 : 0,
    to: inOrder.at(-1)?.seq ?? 0,
    atStart: !more,
    atEnd: true,
  }
}

/** What lies on both sides of a message, in order, and whether there is more. */
export const stretchAround = ({ messages, before, after }: MessagesAround): Stretch => ({
  messages,
  from: before ? Math.max(0, (messages[0]?.seq ?? 1) - 1) : 0,
  to: messages.at(-1)?.seq ?? 0,
  atStart: !before,
  atEnd: !after,
})

/** A stretch of nothing at a place in the history, to grow in both directions. */
export const emptyAt = (seq: number): Stretch => ({ messages: [], from: seq, to: seq, atStart: false, atEnd: false })

/** Grown by a page of the messages before it, newest first. */
export const grownBefore = (stretch: Stretch, { messages, more }: Page): Stretch => {
  const earliest = messages.at(-1)
  return {
    ...stretch,
    messages: [...messages.toReversed(), ...stretch.messages],
    from: more && earliest !== undefined ? earliest.seq - 1 : 0,
    atStart: !more,
  }
}

/** Grown by a page of the messages after it, oldest first. */
export const grownAfter = (stretch: Stretch, { messages, more }: Page): Stretch => ({
  ...stretch,
  messages: [...stretch.messages, ...messages],
  to: messages.at(-1)?.seq ?? stretch.to,
  atEnd: !more,
})

/** Without the oldest, so that at most `retain` are left. */
export const withoutOldest = (stretch: Stretch, retain: number): Stretch => {
  const messages = stretch.messages.slice(-retain)
  const first = messages[0]
  if (messages.length === stretch.messages.length || first === undefined) return stretch
  return { ...stretch, messages, from: first.seq - 1, atStart: false }
}

/** Without the newest, so that at most `retain` are left. */
export const withoutNewest = (stretch: Stretch, retain: number): Stretch => {
  const messages = stretch.messages.slice(0, retain)
  const last = messages.at(-1)
  if (messages.length === stretch.messages.length || last === undefined) return stretch
  return { ...stretch, messages, to: last.seq, atEnd: false }
}

/**
 * Takes a change in, however often and late it is told. A message sent that does not follow on the last one held shows a gap:
 * the stretch is then no longer at the end, and has to grow.
 */
export const withChange = (stretch: Stretch, { type, subject }: Change): Stretch => {
  if (subject === 'gone') return stretch
  if ('clearedSeq' in subject) return withoutUpTo(stretch, subject.clearedSeq)
  if ('messageId' in subject) return without(stretch, subject.messageId)
  if (!('seq' in subject)) return stretch
  return type === 'message.sent' && subject.seq > stretch.to
    ? withSent(stretch, subject)
    : withMessage(stretch, subject)
}

/** With a message that was sent after all those held. */
export const withSent = (stretch: Stretch, message: Message): Stretch => {
  if (!stretch.atEnd || message.seq <= stretch.to) return stretch
  if (message.seq !== stretch.to + 1) return { ...stretch, atEnd: false }
  return { ...stretch, messages: [...stretch.messages, message], to: message.seq }
}

/** With what became of a message. What is not held is not mine to see, or hidden: nothing brings it back. */
export const withMessage = (stretch: Stretch, message: Message): Stretch => {
  const place = placeOf(stretch.messages, message.seq)
  const held = stretch.messages[place]
  if (held === undefined || held.id !== message.id || held.revision >= message.revision) return stretch
  return { ...stretch, messages: stretch.messages.with(place, message) }
}

/** Without a message. */
export const without = (stretch: Stretch, messageId: string): Stretch => {
  const messages = stretch.messages.filter(({ id }) => id !== messageId)
  return messages.length === stretch.messages.length ? stretch : { ...stretch, messages }
}

const withoutUpTo = (stretch: Stretch, seq: number): Stretch => {
  if (seq <= stretch.from) return stretch
  const messages = stretch.messages.filter((message) => message.seq > seq)
  return { ...stretch, messages, from: 0, to: Math.max(stretch.to, seq), atStart: true }
}

/** Where a number is, by halving. */
const placeOf = (messages: readonly Message[], seq: number): number => {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((messages[middle]?.seq ?? Infinity) < seq) low = middle + 1
    else high = middle
  }
  return low
}
