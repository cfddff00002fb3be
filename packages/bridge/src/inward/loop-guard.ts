import { matchPosts } from '../outward/recover.ts'
import type { LinkParts } from '../parts.ts'
import type { RemoteMessage } from './remote-message.ts'

/** Whose a remote message is: to be brought in, or not. */
export type Verdict = 'theirs' | 'ours' | 'ignored'

/**
 * Keeps messages from going in circles. What our account wrote, or one that ran the link before, is ours and never
 * brought in. Posts under way are waited for first, since an event can come before the answer to the very post it tells
 * of; then it is matched with a post of ours by its text. What matches none was written by a person who used the
 * account elsewhere, and stays there. System users and those of the link's list are ignored.
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
