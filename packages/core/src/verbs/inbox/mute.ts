import type { Muted } from '../../model/reader.ts'
import { id, inputOf, nullable, timestamp } from '../../rules/input.ts'
import { decideMute } from '../../rules/own-view.ts'
import type { MuteInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id, until: nullable(timestamp) })

export const muteConversation: Verb<MuteInput, Muted> = async (context, input) => {
  const { conversationId, until } = read(input)
  const settled = await decideAndCommit(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideMute(slice, context.me, until),
  })
  if (settled.status === 'refused') throw settled.refusal
  return { conversationId, userId: context.me, mutedUntil: until }
}
