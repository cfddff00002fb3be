import type { LinkParts } from '../parts.ts'
import { isWrittenThere } from './arrival.ts'
import { bringIn } from './bring-in.ts'
import { follow } from './follow.ts'
import { judge } from './loop-guard.ts'
import type { RemoteMessage } from './remote-message.ts'

/** Takes in a remote message as it is now: brings it in if it is new, else follows what became of it. */
export const take = async (parts: LinkParts, remote: RemoteMessage): Promise<void> => {
  const { store, link, newest } = parts
  const pairs = await store.pairsOfRemote(link.id, [remote.id])
  const known = pairs.filter(({ state }) => state !== 'arriving')
  for (const pair of known) await follow(parts, remote, pair)
  if (known.length === 0 && (await judge(parts, remote)) === 'theirs') {
    // Deleted before it was seen, there is nothing to bring in.
    if (isWrittenThere(remote)) await follow(parts, remote, await bringIn(parts, remote))
  }
  newest.id = Math.max(newest.id, remote.id)
}
