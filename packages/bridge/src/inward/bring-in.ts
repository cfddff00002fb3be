import type { Pair } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { arrived, arrivingPair, arrivingText } from './arrival.ts'
import type { WrittenMessage } from './arrival.ts'
import { asPuppet, puppetFor } from './puppet.ts'

/**
 * Brings a remote message in, under an id derived from its own: however often this is tried, it is one message. The pair is
 * kept first, so that the bridge knows its own message when the change log tells of it.
 */
export const bringIn = async (parts: LinkParts, remote: WrittenMessage): Promise<Pair> => {
  const { store, link, logger } = parts
  const authorId = await puppetFor(parts, remote)
  const pair = arrivingPair(parts, remote, authorId)
  await store.save([pair])
  const { body, replyTo } = await arrivingText(parts, remote)
  const message = { conversationId: link.conversationId, id: pair.messageId, body }
  const sent = await asPuppet(parts, authorId, (session) =>
    session.messages.send(replyTo === null ? message : { ...message, replyTo }),
  )
  const settled = arrived(pair, sent.status === 'done' ? null : sent.code)
  if (settled.state === 'refused')
    logger.info('a remote message was not taken', { link: link.id, remoteId: remote.id, reason: settled.reason })
  await store.save([settled])
  return settled
}
