import type { MuteInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { mutedView } from '../views.ts'
import { logOwn } from '../writing.ts'

const times = ['2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z', null]

/** Muting what is in one's inbox, also until a time that has passed. */
export const muteVerb: OracleVerb = {
  name: 'inbox.mute',
  weight: 2,
  plan(state, actor, pick) {
    const input = { conversationId: someConversation(state, pick), until: pick.of(times, null) }
    return {
      actor,
      input,
      run: (session, options) => session.inbox.mute(input, options),
      expect: () => expectMute(state, actor, input),
    }
  },
}

const expectMute = (state: OracleState, actor: UserId, { conversationId, until }: MuteInput): Expected => {
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation, me } = seen
  if (me.status !== 'active') return refused('not_a_member')
  if (me.reader.mutedUntil !== until) {
    me.reader.mutedUntil = until
    logOwn(state, conversation, { type: 'inbox.muted', actor, about: actor })
  }
  return { answer: mutedView(conversation, me) }
}
