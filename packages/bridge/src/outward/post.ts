import { isStackExchangeError } from '@msg/stackexchange'
import type { StackExchangeErrorCode } from '@msg/stackexchange'
import type { Pair } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { textDigest } from './text-digest.ts'
import { beginPost, endPost, forgetPost } from './under-way.ts'

/** What is to be posted. */
export interface Post {
  /** The pairs it makes: one, or several for short messages that are posted together. */
  readonly pairs: readonly Pair[]
  readonly text: string
  /** The remote message it replies to. */
  readonly replyTo: number | null
}

/** How posting ended: `retry` when nothing was posted and it may be later. */
export type PostOutcome =
  | { readonly status: 'posted' | 'unknown' | 'refused' }
  | { readonly status: 'retry'; readonly code: StackExchangeErrorCode; readonly until: Date | null }

/** Never again: the same text would meet the same answer. */
const final = new Set<StackExchangeErrorCode>(['duplicate', 'empty', 'too-long'])
/** The server may have acted. */
const undecided = new Set<StackExchangeErrorCode>(['unknown-outcome', 'protocol'])

/**
 * Posts once. Before the request goes out it is on record that it will; so after a crash the next process looks for it in the
 * room, and posts only what is not there.
 */
export const post = async (parts: LinkParts, { pairs, text, replyTo }: Post): Promise<PostOutcome> => {
  const { store, clock, newest, inFlight } = parts
  const since = clock.now()
  const posting = pairs.map((pair): Pair => ({
    ...pair,
    state: 'posting',
    digest: textDigest(text),
    above: newest.id,
    since,
  }))
  await store.save(posting)
  const work = send(parts, posting, { text, replyTo })
  inFlight.add(work)
  try {
    return await work
  } finally {
    inFlight.delete(work)
  }
}

const send = async (
  parts: LinkParts,
  posting: readonly Pair[],
  { text, replyTo }: Omit<Post, 'pairs'>,
): Promise<PostOutcome> => {
  const { store, room, signal, newest, logger, link } = parts
  const settle = (change: Partial<Pair>): Promise<void> => store.save(posting.map((pair) => ({ ...pair, ...change })))
  try {
    const reply = replyTo === null ? {} : { replyTo }
    // The last thing before each request: who has lost the link learns it here, and whoever runs it next knows of this post.
    const before = (): Promise<void> => beginPost(parts, posting)
    const { id: remoteId } = await room.send(text, { duplicate: 'vary', before, signal, ...reply })
    await settle({ state: 'paired', remoteId })
    endPost(parts, posting, remoteId)
    newest.id = Math.max(newest.id, remoteId)
    return { status: 'posted' }
  } catch (error) {
    // Ended from here: what was under way is looked for by whoever runs the link next.
    if (!isStackExchangeError(error) || error.code === 'closed' || signal.aborted) throw error
    const { code, until } = error
    logger.warn('a message could not be posted', { link: link.id, code })
    if (undecided.has(code)) {
      await settle({ state: 'unknown', reason: code })
      return { status: 'unknown' }
    }
    if (final.has(code)) {
      await settle({ state: 'refused', reason: code })
      return { status: 'refused' }
    }
    await store.drop(posting)
    forgetPost(parts, posting)
    return { status: 'retry', code, until }
  }
}
