import { isStackExchangeError } from '@msg/stackexchange'
import type { Pair } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { showSign, signs } from './signs.ts'
import { textDigest } from './text-digest.ts'

/** Codes by which the server says that a message stays as it is. */
const stays = new Set(['too-late', 'not-owner', 'already-deleted', 'not-found'])

/** Whether a remote message is there and still follows this side. */
const isOpen = (pair: Pair): pair is Pair & { readonly remoteId: number } =>
  pair.state === 'paired' && pair.remoteId !== null && pair.reason === null

/** A pair, and the digest of what is here by now. */
export interface Edit {
  readonly pair: Pair
  readonly body: string
}

/** Edits a remote message of ours, whose edits these are; false when it stays as it is. */
export const editThere = async (parts: LinkParts, edits: readonly Edit[], text: string): Promise<boolean> => {
  const pairs = edits.map(({ pair }) => pair)
  const [first] = pairs
  const digest = textDigest(text)
  if (first === undefined || !isOpen(first)) return false
  const { remoteId } = first
  if (
    first.digest !== digest &&
    !(await done(parts, pairs, (signal) => parts.chat.message(remoteId).edit(text, { signal })))
  )
    return false
  await parts.store.save(edits.map(({ pair, body }) => ({ ...pair, digest, body })))
  return true
}

/** Deletes a remote message of ours, as far as that is allowed. */
export const removeThere = async (parts: LinkParts, pairs: readonly Pair[]): Promise<void> => {
  const [first] = pairs
  if (first === undefined || !isOpen(first)) return
  const { remoteId } = first
  const removed = await done(parts, pairs, (signal) => parts.chat.message(remoteId).delete({ signal }))
  if (removed) await parts.store.save(pairs.map((pair) => ({ ...pair, state: 'gone' })))
}

/** Does something to a remote message of ours. Where the server says that it stays as it is, that is remembered and shown. */
const done = async (
  parts: LinkParts,
  pairs: readonly Pair[],
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> => {
  try {
    await parts.claim.ensure()
    await work(parts.signal)
    return true
  } catch (error) {
    if (!isStackExchangeError(error) || !stays.has(error.code)) throw error
    await parts.store.save(pairs.map((pair) => ({ ...pair, reason: error.code })))
    for (const { messageId } of pairs) await showSign(parts, messageId, signs.unchanged)
    return false
  }
}
