import { isMsgError } from '@msg/core'
import type { ImportedMessage } from '@msg/core'
import type { Pair } from '../bridge-store.ts'
import { called } from '../local-call.ts'
import { readMessage } from '../outward/local-message.ts'
import type { LinkParts } from '../parts.ts'
import { arrived, arrivingPair, arrivingText } from './arrival.ts'
import type { WrittenMessage } from './arrival.ts'
import { bringIn } from './bring-in.ts'
import { puppetFor, wasLetIn } from './puppet.ts'

/** A message of the past, and its pair. */
interface Past {
  readonly remote: WrittenMessage
  readonly pair: Pair
}

/**
 * Brings in what was said while nobody listened: with its own times, and without notifying anybody. By the same ids as
 * live, so that what was half done before is not done twice.
 */
export const bringInPast = async (parts: LinkParts, remotes: readonly WrittenMessage[]): Promise<void> => {
  const { store, link } = parts
  const past = await pairsFor(parts, remotes)
  if (past.length === 0) return
  await store.save(past.map(({ pair }) => pair))
  const messages = await Promise.all(
    past.map(async ({ remote, pair: { messageId: id, authorId } }) => ({
      id,
      conversationId: link.conversationId,
      authorId,
      createdAt: (remote.at ?? new Date(parts.clock.now())).toISOString(),
      ...(await arrivingText(parts, remote)),
    })),
  )
  const refusals = await importAll(parts, messages)
  await store.save(past.map(({ pair }, at) => arrived(pair, refusals[at] ?? null)))
  // What it answers was not taken, or its time is still ahead of the clock here: it is brought in as a new one, without that.
  for (const [at, { remote }] of past.entries()) if (asIfNew.has(refusals[at] ?? '')) await bringIn(parts, remote)
}

const asIfNew = new Set(['not_found', 'invalid'])

/** Why each was not taken; null where it was. One that is not valid has all of them refused: then each is tried by itself. */
const importAll = async (
  parts: LinkParts,
  messages: readonly ImportedMessage[],
): Promise<readonly (string | null)[]> => {
  const done = await called(parts, () => parts.messaging.import({ messages }))
  if (done.status === 'done') {
    const codes = new Map(done.value.conflicts.map(({ pointer, code }) => [pointer, code]))
    return messages.map((_, at) => codes.get(`/messages/${at}`) ?? null)
  }
  if (done.code !== 'invalid' || messages.length === 1) return messages.map(() => done.code)
  const alone: (string | null)[] = []
  for (const message of messages) alone.push(...(await importAll(parts, [message])))
  return alone
}

/** The pairs of those whose authors were not removed here. */
const pairsFor = async (parts: LinkParts, remotes: readonly WrittenMessage[]): Promise<readonly Past[]> => {
  const removed = new Map<string, boolean>()
  const past: Past[] = []
  for (const remote of remotes) {
    const authorId = await puppetFor(parts, remote)
    const pair = arrivingPair(parts, remote, authorId)
    const gone = removed.get(authorId) ?? (await wasRemoved(parts, authorId))
    removed.set(authorId, gone)
    // What another bridge brought in before the removal is here.
    if (gone) await parts.store.save([arrived(pair, (await readMessage(parts, pair.messageId)) ? null : 'removed')])
    else past.push({ remote, pair })
  }
  return past
}

/** Whether somebody who was let in is not there any more. */
const wasRemoved = async (parts: LinkParts, puppet: string): Promise<boolean> => {
  const { link, messaging } = parts
  if (!(await wasLetIn(parts, puppet))) return false
  try {
    const { me } = await messaging.as(puppet).conversations.get({ conversationId: link.conversationId })
    return me.status !== 'active'
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return true
    throw error
  }
}
