import type { Message } from '@msg/core'
import type { Pair } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { editThere } from './change-there.ts'
import { composedNote } from './compose.ts'
import { bodyDigest, isWritten, saidBy } from './local-message.ts'
import { post } from './post.ts'

/** Stands for the digest of the text where there is none any more. */
const takenBack = 'taken back'

/**
 * Where the link wants it, tells the room by a reply of what changed too late to be changed there; false where that is to be
 * tried again. A note is edited as long as the server allows it, then followed by another one.
 */
export const noteLate = async (parts: LinkParts, messageId: string, message: Message | null): Promise<boolean> => {
  const { link, store } = parts
  if (link.late === 'skip') return true
  const pairs = (await store.pairsOf([messageId])).filter((pair) => pair.link === link.id)
  const late = pairs.find(({ part, reason }) => part === 0 && reason === 'too-late')
  if (late === undefined) return true
  const [newest] = pairs.filter(({ part }) => part < 0).toSorted((a, b) => a.part - b.part)
  const body = isWritten(message) ? bodyDigest(message) : takenBack
  if ((newest ?? late).body === body) return true
  const said = await saidBy(parts, message ?? { authorId: late.authorId, mentions: [] })
  const text = composedNote(said, isWritten(message) ? message.body : null)
  if (newest !== undefined && (await editThere(parts, [{ pair: newest, body }], text))) return true
  const note = notePair(late, { part: (newest?.part ?? 0) - 1, body })
  const { status } = await post(parts, { pairs: [note], text, replyTo: late.remoteId })
  return status !== 'retry'
}

/** The pair of a note before it is posted. */
const notePair = (late: Pair, own: Pick<Pair, 'part' | 'body'>): Pair => ({
  ...late,
  ...own,
  state: 'posting',
  remoteId: null,
  reason: null,
})
