import type { Pair } from '../bridge-store.ts'
import { hexDigestOf } from '../digest.ts'
import { localIdOf } from '../link.ts'
import type { LinkParts } from '../parts.ts'
import { localText } from './local-text.ts'
import { asPuppet, puppetFor } from './puppet.ts'
import type { RemoteMessage } from './remote-message.ts'

/** A remote message with an author and a text: one that can be brought in. */
export interface WrittenMessage extends RemoteMessage {
  readonly userId: number
  readonly html: string
}

/** The pair of a remote message that is about to be brought in. */
const arriving = ({ link }: LinkParts, { id, html, edits }: WrittenMessage, authorId: string): Pair => ({
  link: link.id,
  messageId: localIdOf(link, id),
  part: 0,
  seq: 0,
  origin: 'remote',
  state: 'arriving',
  remoteId: id,
  authorId,
  digest: hexDigestOf(html),
  body: '',
  edits,
  starred: false,
  starShown: false,
  above: 0,
  since: 0,
  reason: null,
})

/** Where the message it replies to is here. */
const repliedTo = async ({ store, link }: LinkParts, { parentId }: RemoteMessage): Promise<string | undefined> => {
  const [parent] = parentId === null ? [] : await store.pairsOfRemote(link.id, [parentId])
  return parent !== undefined && ['paired', 'gone'].includes(parent.state) ? parent.messageId : undefined
}

/**
 * Brings a remote message in, under an id derived from its own: however often this is tried, it is one message. The pair is
 * kept first, so that the bridge knows its own message when the change log tells of it.
 */
export const bringIn = async (parts: LinkParts, remote: WrittenMessage): Promise<Pair> => {
  const { store, link, logger } = parts
  const authorId = await puppetFor(parts, remote)
  const pair = arriving(parts, remote, authorId)
  await store.save([pair])
  const replyTo = await repliedTo(parts, remote)
  const quote = remote.parentId !== null && replyTo === undefined ? remote.parentText : null
  const body = localText(await remote.full(), quote)
  const message = { conversationId: link.conversationId, id: pair.messageId, body }
  const sent = await asPuppet(parts, authorId, (session) =>
    session.messages.send(replyTo === undefined ? message : { ...message, replyTo }),
  )
  const settled = settledAs(pair, sent.status === 'done' ? null : sent.code)
  if (settled.state === 'refused')
    logger.info('a remote message was not taken', { link: link.id, remoteId: remote.id, reason: settled.reason })
  await store.save([settled])
  return settled
}

/** The text was edited between two tries: the message is there, with what it said first. */
const thereAlready = 'idempotency_mismatch'

const settledAs = (pair: Pair, refusal: string | null): Pair => {
  if (refusal === null) return { ...pair, state: 'paired' }
  // Read again as if it had never been edited, so that the edit is made up for.
  if (refusal === thereAlready) return { ...pair, state: 'paired', edits: -1, digest: '' }
  return { ...pair, state: 'refused', reason: refusal }
}
