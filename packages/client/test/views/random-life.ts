import { isMsgError } from '@msg/core'
import type { Session } from '@msg/core'
import * as fc from 'fast-check'

/** One step of a random life: numbers only, so that it can be made smaller. */
export interface Step {
  readonly act: string
  readonly who: number
  readonly draws: readonly [number, number]
}

/** What can be done to a conversation, by name and with how much of it. */
const acts: Readonly<Record<string, { readonly weight: number; readonly run: Act }>> = {
  send: {
    weight: 10,
    run: ({ session, conversationId, text }) => session.messages.send({ conversationId, body: text }),
  },
  edit: { weight: 4, run: ({ session, messageId, text }) => session.messages.edit({ messageId, body: text }) },
  retract: { weight: 2, run: ({ session, messageId }) => session.messages.retract({ messageId }) },
  hide: { weight: 3, run: ({ session, messageId }) => session.messages.hide({ messageId }) },
  pin: { weight: 1, run: ({ session, messageId }) => session.messages.pin({ messageId }) },
  unpin: { weight: 1, run: ({ session, messageId }) => session.messages.unpin({ messageId }) },
  react: { weight: 3, run: ({ session, messageId }) => session.reactions.add({ messageId, emoji: '👍' }) },
  unreact: { weight: 1, run: ({ session, messageId }) => session.reactions.remove({ messageId, emoji: '👍' }) },
  read: { weight: 3, run: ({ session, conversationId, seq }) => session.receipts.markRead({ conversationId, seq }) },
  deliver: {
    weight: 2,
    run: ({ session, conversationId, seq }) => session.receipts.markDelivered({ conversationId, seq }),
  },
  clear: { weight: 1, run: ({ session, conversationId, seq }) => session.inbox.clear({ conversationId, seq }) },
  mute: {
    weight: 1,
    run: ({ session, conversationId, seq }) =>
      session.inbox.mute({ conversationId, until: seq % 2 === 0 ? null : '2030-01-01T00:00:00.000Z' }),
  },
  add: {
    weight: 2,
    run: ({ session, conversationId, other }) => session.members.add({ conversationId, userIds: [other] }),
  },
  leave: { weight: 1, run: ({ session, conversationId }) => session.members.leave({ conversationId }) },
  remove: {
    weight: 1,
    run: ({ session, conversationId, other }) => session.members.remove({ conversationId, userId: other }),
  },
  promote: {
    weight: 1,
    run: ({ session, conversationId, other }) =>
      session.members.setRole({ conversationId, userId: other, role: 'admin' }),
  },
  rename: {
    weight: 1,
    run: ({ session, conversationId, text }) => session.conversations.update({ conversationId, title: text }),
  },
}

type Act = (at: {
  readonly session: Session
  readonly conversationId: string
  readonly messageId: string
  readonly other: string
  readonly seq: number
  readonly text: string
}) => Promise<unknown>

/** Lives of up to 60 steps of these acts, and of others with a weight each. */
export const livesOf = (others: Readonly<Record<string, number>> = {}): fc.Arbitrary<readonly Step[]> => {
  const weights = [
    ...Object.entries(acts).map(([act, { weight }]) => [act, weight] as const),
    ...Object.entries(others),
  ]
  const step = fc.record({
    act: fc.oneof(...weights.map(([act, weight]) => ({ arbitrary: fc.constant(act), weight }))),
    who: fc.nat({ max: 9_999 }),
    draws: fc.tuple(fc.nat({ max: 9_999 }), fc.nat({ max: 9_999 })),
  })
  return fc.array(step, { maxLength: 60, size: 'max' })
}

/** How many are tried: with `FULL=1` in the environment many more; `SEED=…` tries the same again. What fails is told in time. */
export const lives = {
  plugins: [fc.interruptAfterTimeLimit(240_000, { failOnInterrupt: true })],
  numRuns: process.env['FULL'] === '1' ? 2_000 : 200,
  ...(process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }),
}

/** Those who live it. */
export const cast = ['ann', 'ben', 'cat'] as const

/** A life in some conversations. */
export interface Life {
  readonly sessions: readonly Session[]
  readonly conversationIds: readonly string[]
  readonly messageIds: string[]
  count: number
}

/** Does a step; what is refused, is refused. */
export const live = async (life: Life, { act, who, draws: [one, two] }: Step): Promise<void> => {
  const session = life.sessions[who % life.sessions.length]
  const conversationId = life.conversationIds[one % life.conversationIds.length] ?? ''
  if (session === undefined) return
  life.count += 1
  try {
    const answer = await acts[act]?.run({
      session,
      conversationId,
      messageId: life.messageIds[two % Math.max(1, life.messageIds.length)] ?? conversationId,
      other: cast[two % cast.length] ?? '',
      seq: 1 + (two % 12),
      text: `text ${life.count}`,
    })
    if (act === 'send' && typeof answer === 'object' && answer !== null && 'id' in answer)
      life.messageIds.push(String(answer.id))
  } catch (error) {
    if (!isMsgError(error)) throw error
  }
}
