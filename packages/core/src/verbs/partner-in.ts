import type { ConversationId, UserId } from '../model/ids.ts'
import { visibleMember } from '../rules/decision.ts'
import type { Context } from './context.ts'

/** The other one in a direct of mine; null for any other conversation. A kind never changes, so the answer holds. */
export const partnerIn = async ({ store, me }: Context, conversationId: ConversationId): Promise<UserId | null> => {
  const slice = await store.slice({ conversationId, userIds: [me], roster: true })
  if (slice?.conversation.kind !== 'direct' || visibleMember(slice, me) === null) return null
  return slice.roster?.earliest.find((userId) => userId !== me) ?? null
}

/** Those among the invited who are neither of the two. */
export const newcomersTo = ({ me }: Context, partner: UserId, invited: readonly UserId[]): readonly UserId[] =>
  invited.filter((userId) => userId !== me && userId !== partner)
