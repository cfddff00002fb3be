import type { Message } from '@msg/core'
import { isStackExchangeError } from '@msg/stackexchange'
import type { Pair, QueuedMessage } from '../bridge-store.ts'
import { star } from '../inward/follow.ts'
import type { LinkParts } from '../parts.ts'
import { composed, composedTogether } from './compose.ts'
import { bodyDigest, isWritten, newPair, readMessage, saidBy } from './local-message.ts'
import type { WrittenHere } from './local-message.ts'
import { editThere, removeThere } from './change-there.ts'
import { noteLate } from './note.ts'
import { post } from './post.ts'

/** Brings the remote side of a message up to what it is here now; false where that is to be tried again. `all` are its pairs in this link. */
export const change = async (parts: LinkParts, row: QueuedMessage, all: readonly Pair[]): Promise<boolean> => {
  const message = await readMessage(parts, row.messageId)
  const pairs = all.filter(({ part }) => part >= 0)
  const [first] = pairs
  if (first === undefined) return true
  if (message !== null) await giveStar(parts, message.reactions, first)
  if (first.origin === 'remote') return true
  return (await changePosted(parts, message, pairs)) && noteLate(parts, row.messageId, message)
}

const changePosted = async (parts: LinkParts, message: Message | null, pairs: readonly Pair[]): Promise<boolean> => {
  const shared = pairs[0]?.remoteId ?? null
  const group = shared === null ? [] : await parts.store.pairsOfRemote(parts.link.id, [shared])
  if (group.length > 1) return changeGroup(parts, group)
  if (isWritten(message)) return changeParts(parts, message, pairs)
  for (const pair of pairs) await removeThere(parts, [pair])
  return true
}

/** Edits what differs, posts what is missing, deletes what is too much. */
const changeParts = async (parts: LinkParts, message: WrittenHere, there: readonly Pair[]): Promise<boolean> => {
  const body = bodyDigest(message)
  const texts = composed({ ...(await saidBy(parts, message)), body: message.body })
  if (there.length >= texts.length && there.every((pair) => pair.body === body)) return true
  for (const [part, text] of texts.entries()) {
    const pair = there.find((one) => one.part === part)
    if (pair !== undefined) {
      if (!(await editThere(parts, [{ pair, body }], text))) return true
      continue
    }
    // What is missing another bridge has posted.
    if (message.seq <= parts.done) return true
    const { status } = await post(parts, { pairs: [newPair(parts, message, part)], text, replyTo: null })
    if (status !== 'posted') return status !== 'retry'
  }
  for (const pair of there.filter(({ part }) => part >= texts.length)) await removeThere(parts, [pair])
  return true
}

/** Messages that were posted together are edited together: without the lines that were taken back. */
const changeGroup = async (parts: LinkParts, group: readonly Pair[]): Promise<boolean> => {
  const inOrder = group.toSorted((a, b) => a.seq - b.seq)
  const messages = await Promise.all(inOrder.map((pair) => readMessage(parts, pair.messageId)))
  const written = messages.filter(isWritten)
  const [first] = written
  if (first === undefined) {
    await removeThere(parts, inOrder)
    return true
  }
  const text = composedTogether(
    await saidBy(parts, first),
    written.map(({ body }) => body),
  )
  const bodies = new Map(written.map((message) => [message.id, bodyDigest(message)]))
  const edits = inOrder.map((pair) => ({ pair, body: bodies.get(pair.messageId) ?? '' }))
  await editThere(parts, edits, text)
  return true
}

/** Stars a remote message while somebody here has reacted to it with a star. */
const giveStar = async (
  parts: LinkParts,
  reactions: readonly { readonly emoji: string; readonly userIds: readonly string[] }[],
  pair: Pair,
): Promise<void> => {
  const { service, store, chat, signal, claim } = parts
  if (pair.origin === 'local' || pair.remoteId === null || pair.state !== 'paired') return
  const givers = reactions.find(({ emoji }) => emoji === star)?.userIds ?? []
  const starred = givers.some((userId) => userId !== service.me)
  if (starred === pair.starred) return
  // On record first, so that our own star is not taken for somebody else's.
  await store.save([{ ...pair, starred }])
  try {
    await claim.ensure()
    await chat.message(pair.remoteId).star(starred, { signal })
  } catch (error) {
    if (
      !isStackExchangeError(error) ||
      !['no-permission', 'not-found', 'protocol', 'throttled-out'].includes(error.code)
    )
      throw error
    await store.save([{ ...pair, reason: error.code }])
  }
}
