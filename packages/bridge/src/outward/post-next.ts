import type { QueuedMessage } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { composed, composedTogether, isPlainLine } from './compose.ts'
import { isWritten, mayGoOut, newPair, readMessage, saidBy } from './local-message.ts'
import type { WrittenHere } from './local-message.ts'
import { post } from './post.ts'
import type { PostOutcome } from './post.ts'
import { settled } from './settled.ts'
import { reachedHere } from './under-way.ts'

/** So many waiting messages may each be posted by itself; of more, short ones of one author are posted together. */
const waitingAlone = 5
const linesTogether = 20

/** A message that waits, and its place in the queue. */
interface Waiting {
  readonly row: QueuedMessage
  readonly message: WrittenHere
}

/** Posts the first of the waiting messages, alone or with those behind it. `fresh` are those of which nothing is posted yet. */
export const postNext = async (parts: LinkParts, fresh: readonly QueuedMessage[]): Promise<PostOutcome | null> => {
  const [row] = fresh
  if (row === undefined) return null
  const first = await waiting(parts, row)
  if (first === null) {
    await settled(parts, row)
    reachedHere(parts, row.seq)
    return { status: 'refused' }
  }
  const group = fresh.length > waitingAlone ? await together(parts, first, fresh.slice(1, linesTogether)) : [first]
  const outcome = group.length > 1 ? await postTogether(parts, group) : await postParts(parts, first)
  if (outcome.status === 'retry') return outcome
  for (const one of group) await settled(parts, one.row, outcome.status)
  reachedHere(parts, group.at(-1)?.row.seq ?? row.seq)
  return outcome
}

const waiting = async (parts: LinkParts, row: QueuedMessage): Promise<Waiting | null> => {
  if (row.seq <= parts.done) return null
  const message = await readMessage(parts, row.messageId)
  if (!isWritten(message)) return null
  return mayGoOut(parts, message, await parts.store.pairsOf([message.id])) ? { row, message } : null
}

const isShort = ({ message }: Waiting): boolean => message.replyTo === null && isPlainLine(message.body)

/** The unbroken run of short lines of the same author, as far as it reaches. */
const together = async (
  parts: LinkParts,
  first: Waiting,
  rest: readonly QueuedMessage[],
): Promise<readonly Waiting[]> => {
  const group = [first]
  if (!isShort(first)) return group
  for (const row of rest) {
    const next = await waiting(parts, row)
    if (next === null || !isShort(next) || next.message.authorId !== first.message.authorId) break
    group.push(next)
  }
  return group
}

const postTogether = async (parts: LinkParts, group: readonly Waiting[]): Promise<PostOutcome> => {
  const [first] = group
  if (first === undefined) return { status: 'refused' }
  const said = await saidBy(parts, first.message)
  const messages = group.map(({ message }) => message)
  const text = composedTogether(
    said,
    messages.map(({ body }) => body),
  )
  return post(parts, { pairs: messages.map((message) => newPair(parts, message, 0)), text, replyTo: null })
}

/** Posts a message in as many parts as it takes; the first carries the reply. */
const postParts = async (parts: LinkParts, { message }: Waiting): Promise<PostOutcome> => {
  const texts = composed({ ...(await saidBy(parts, message)), body: message.body })
  const replyTo = await remoteOf(parts, message.replyTo)
  let outcome: PostOutcome = { status: 'refused' }
  for (const [part, text] of texts.entries()) {
    const pairs = [newPair(parts, message, part)]
    outcome = await post(parts, { pairs, text, replyTo: part === 0 ? replyTo : null })
    if (outcome.status !== 'posted') return outcome
  }
  return outcome
}

/** The remote message that a local one is, as far as it is there. */
const remoteOf = async ({ store, link }: LinkParts, messageId: string | null): Promise<number | null> => {
  const pairs = messageId === null ? [] : await store.pairsOf([messageId])
  const here = pairs.filter((pair) => pair.link === link.id && pair.state === 'paired' && pair.part >= 0)
  return here.toSorted((a, b) => a.part - b.part)[0]?.remoteId ?? null
}
