import type { Muted } from '../../model/reader.ts'
import { id, inputOf, nullable, timestamp } from '../../rules/input.ts'
import { decideMute } from '../../rules/own-view.ts'
import type { MuteInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id, until: nullable(timestamp) })

export const muteConversation: Verb<MuteInput, Muted> = async (context, input) => {
  const { conversationId, until } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideMute(slice, context.me, until),
  })
  return { conversationId, userId: context.me, mutedUntil: until }
}
