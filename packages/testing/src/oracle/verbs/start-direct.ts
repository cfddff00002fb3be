import { notAdmitted } from '../blocks.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { viewerIn } from '../state.ts'
import type { OracleConversation, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { conversationView } from '../views.ts'
import { createConversation } from '../writing.ts'

/** One direct per pair, for ever. */
export const startDirectVerb: OracleVerb = {
  name: 'conversations.startDirect',
  weight: 3,
  plan(state, actor, pick) {
    const { users, nobodies } = state.people
    const userId = pick.once(10) ? pick.of(nobodies, actor) : pick.of(users, actor)
    return {
      actor,
      input: { userId },
      run: (session, options) => session.conversations.startDirect({ userId }, options),
      expect: (minted) => expectDirect(state, { actor, userId, minted }),
    }
  },
}

interface Asked {
  readonly actor: string
  readonly userId: string
  readonly minted: string
}

const expectDirect = (state: OracleState, { actor, userId, minted }: Asked): Expected => {
  if (userId === actor) return refused('self_message')
  const known = state.conversations.find(
    ({ kind, members }) =>
      kind === 'direct' && [actor, userId].every((one) => members.some((member) => member.userId === one)),
  )
  if (known !== undefined) return seenBy(state, known, actor)
  const why = notAdmitted(state, { actor, userIds: [userId] }, refused('not_found'))
  if (why !== null) return why
  const members = [actor, userId].map((one) => ({ userId: one, role: 'member' as const }))
  const creation = { id: minted, kind: 'direct', title: null, invitePolicy: 'members', asked: '', members } as const
  return seenBy(state, createConversation(state, actor, creation), actor)
}

/** A conversation as the answer to someone who is in it. */
export const seenBy = (state: OracleState, conversation: OracleConversation, userId: string): Expected => {
  const viewer = viewerIn(conversation, userId)
  return viewer === undefined ? refused('not_found') : { answer: conversationView(state, conversation, viewer) }
}
