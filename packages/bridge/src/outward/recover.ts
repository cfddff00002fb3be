import type { Pair } from '../bridge-store.ts'
import { ownerOf } from '../inward/remote-message.ts'
import { pause } from '../pause.ts'
import type { LinkParts } from '../parts.ts'
import { unlessGone } from '../unless-gone.ts'
import { textDigest } from './text-digest.ts'
import { clearSign, signs } from './signs.ts'

/** Milliseconds after which a post that is not there will not come any more. */
const settling = 2_000

/** How many messages are looked through for posts that nobody saw the end of. */
const lookedThrough = 2_000

/** Finds the posts whose answer nobody saw among these remote messages of our account, by their texts. */
export const matchPosts = async (parts: LinkParts, remoteIds: readonly number[]): Promise<void> => {
  const { store, link, chat } = parts
  let open = await store.unsettled(link.id)
  if (open.length === 0) return
  const known = new Set((await store.pairsOfRemote(link.id, remoteIds)).map(({ remoteId }) => remoteId))
  for (const remoteId of remoteIds.filter((id) => !known.has(id)).toSorted((a, b) => a - b)) {
    const source = await unlessGone(chat.message(remoteId).contentSource)
    if (source === null) continue
    const digest = textDigest(source)
    const [first] = open
      .filter((pair) => pair.digest === digest && pair.above < remoteId)
      .toSorted((a, b) => a.since - b.since)
    if (first === undefined) continue
    const found = open.filter((pair) => pair.digest === digest && pair.since === first.since)
    await store.save(found.map((pair) => ({ ...pair, state: 'paired', remoteId })))
    for (const { messageId, state } of found)
      if (state === 'unknown') await clearSign(parts, messageId, signs.undelivered)
    open = open.filter((pair) => !found.includes(pair))
  }
}

/**
 * After a crash: finds out what became of the posts that were under way. What is not there after all is posted again; what
 * somebody said could not be told stays as it is, and is never posted twice.
 */
export const recoverPosts = async (parts: LinkParts): Promise<void> => {
  const { store, link, clock, signal } = parts
  for (const last of [false, true]) {
    const open = await store.unsettled(link.id)
    if (open.length === 0) return
    await matchPosts(parts, await ownMessagesAbove(parts, open))
    const lost = (await store.unsettled(link.id)).filter(({ state }) => state === 'posting')
    if (lost.length === 0) return
    if (last) await store.drop(lost)
    else await pause(clock, { ms: settling, signal })
    signal.throwIfAborted()
  }
}

const ownMessagesAbove = async (
  { room, me, signal, claim }: LinkParts,
  open: readonly Pair[],
): Promise<readonly number[]> => {
  const after = Math.min(...open.map(({ above }) => above))
  const messages = await room.history({ after, limit: lookedThrough, signal })
  const accounts = [me, ...claim.memo.accounts]
  const owned = await Promise.all(
    messages.map(async (message) => {
      const owner = await ownerOf(message)
      return owner !== null && accounts.includes(owner.id) && (await message.content) !== null ? [message.id] : []
    }),
  )
  return owned.flat()
}
