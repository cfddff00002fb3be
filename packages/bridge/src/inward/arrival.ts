import type { Pair } from '../bridge-store.ts'
import { hexDigestOf } from '../digest.ts'
import { localIdOf } from '../link.ts'
import type { LinkParts } from '../parts.ts'
import { localText } from './local-text.ts'
import type { RemoteMessage } from './remote-message.ts'

/** A remote message with an author and a text: one that can be brought in. */
export interface WrittenMessage extends RemoteMessage {
  readonly userId: number
  readonly html: string
}

/** Whether a message can be brought in: what was deleted before it was seen cannot. */
export const isWrittenThere = (remote: RemoteMessage): remote is WrittenMessage =>
  remote.userId !== null && remote.html !== null

/** The pair of a remote message that is about to be brought in. */
export const arrivingPair = ({ link }: LinkParts, { id, html, edits }: WrittenMessage, authorId: string): Pair => ({
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

/** What a remote message is here: its text, and what it answers. */
export interface ArrivingText {
  readonly body: string
  readonly replyTo: string | null
}

/** Reads it; of a reply to something that is not here, the beginning of that is quoted. */
export const arrivingText = async (parts: LinkParts, remote: WrittenMessage): Promise<ArrivingText> => {
  const replyTo = await repliedTo(parts, remote)
  const quote = remote.parentId !== null && replyTo === null ? remote.parentText : null
  return { body: localText(await remote.full(), quote), replyTo }
}

const repliedTo = async ({ store, link }: LinkParts, { parentId }: RemoteMessage): Promise<string | null> => {
  const [parent] = parentId === null ? [] : await store.pairsOfRemote(link.id, [parentId])
  return parent !== undefined && ['arriving', 'paired', 'gone'].includes(parent.state) ? parent.messageId : null
}

/** The text was edited between two tries: the message is there, with what it said first. */
const thereAlready = 'idempotency_mismatch'

/** A pair once it was tried to bring its message in. */
export const arrived = (pair: Pair, refusal: string | null): Pair => {
  if (refusal === null) return { ...pair, state: 'paired' }
  // Read again as if nobody had heard of its edits, so that they are made up for.
  if (refusal === thereAlready) return { ...pair, state: 'paired', edits: 0, digest: '' }
  return { ...pair, state: 'refused', reason: refusal }
}
