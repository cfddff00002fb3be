import { matchPosts } from '../outward/recover.ts'
import type { LinkParts } from '../parts.ts'
import type { RemoteMessage } from './remote-message.ts'

/** Whose a remote message is: to be brought in, or not. */
export type Verdict = 'theirs' | 'ours' | 'ignored'

/**
 * Keeps messages from going in circles. What our account wrote, or one by which the link was run before, is ours: known by its pair, or once the posts that are under way
 * are answered, or by its text; an event can come before the answer of the very post it tells of. What else our account
 * wrote, a person did who used it elsewhere, and stays there. System users and those of the link's list are ignored.
 */
export const judge = async (parts: LinkParts, remote: RemoteMessage): Promise<Verdict> => {
  const { link, me, inFlight, claim } = parts
  const { userId } = remote
  if (userId === null || userId < 0 || link.ignore.includes(userId)) return 'ignored'
  if (userId !== me && !claim.memo.accounts.includes(userId)) return 'theirs'
  await Promise.allSettled(inFlight)
  await matchPosts(parts, [remote.id])
  return 'ours'
}
