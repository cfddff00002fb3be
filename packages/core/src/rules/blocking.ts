import type { UserId } from '../model/ids.ts'
import { refuse } from './decision.ts'
import type { Facts, Refused } from './decision.ts'

/** What who was blocked is told: the same as of anybody who may not be contacted, so that it betrays no block. */
export const recipientRefused = (): Refused => refuse('recipient_refused', 'you may not contact this user')

/** What who blocks is told: it is in their own hands. */
export const blockedByMe = (): Refused => refuse('recipient_refused', 'you have blocked this user', 'blocked')

/** Where one of a direct's two has blocked the other, neither changes anything in it for the other; null where nobody has. */
export const refusedByBlock = ({ conversation }: Facts, actor: UserId): Refused | null => {
  if (conversation.blockedBy.length === 0) return null
  return conversation.blockedBy.includes(actor) ? blockedByMe() : recipientRefused()
}
