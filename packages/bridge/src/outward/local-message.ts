import type { Message } from '@msg/core'
import { isMsgError } from '@msg/core'
import type { Pair } from '../bridge-store.ts'
import { hexDigestOf } from '../digest.ts'
import { remoteIdOf } from '../link.ts'
import type { LinkParts } from '../parts.ts'
import type { Said } from './compose.ts'

/** A message with a text. */
export interface WrittenHere extends Message {
  readonly body: string
}

/** A local message as it is now; null where nothing is left of it. */
export const readMessage = async ({ service }: LinkParts, messageId: string): Promise<Message | null> => {
  try {
    return await service.messages.get({ messageId })
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return null
    throw error
  }
}

/** Whether there is still a text to post. */
export const isWritten = (message: Message | null): message is WrittenHere => message !== null && message.body !== null

/**
 * Whether a message may be posted in the remote room: not what this link brought in, and not what somebody of that server wrote
 * who was brought in by a bridge this one knows nothing of, which would bring it straight back.
 */
export const mayGoOut = ({ link, service }: LinkParts, message: Message, pairs: readonly Pair[]): boolean => {
  if (message.authorId === service.me) return false
  if (remoteIdOf(link.server, message.authorId) === null) return true
  return pairs.some((pair) => pair.origin === 'remote' && pair.link !== link.id)
}

/** How a message is told there: by whom, and who may be notified. */
export const saidBy = async (
  parts: LinkParts,
  message: Pick<Message, 'authorId' | 'mentions'>,
): Promise<Omit<Said, 'body'>> => {
  const { authorId } = message
  const { profiles } = authorId.startsWith('service:')
    ? { profiles: [] }
    : await parts.service.people.get({ userIds: [authorId] })
  const name = profiles[0]?.displayName ?? authorId.replace(/^service:/, '')
  return { name, calls: await callable(parts, message) }
}

/** The names, as the server wants them behind an `@`, of those mentioned who are near enough to be notified. */
const callable = async (
  { link, room, signal }: LinkParts,
  { mentions }: Pick<Message, 'mentions'>,
): Promise<readonly string[]> => {
  const ids = new Set(mentions.map((userId) => remoteIdOf(link.server, userId)))
  if (mentions.length === 0 || [...ids].every((id) => id === null)) return []
  const near = await room.pingableUsers({ signal })
  const names = await Promise.all(near.filter(({ id }) => ids.has(id)).map((user) => user.name))
  return names.map((name) => name.replaceAll(/\s+/gu, ''))
}

/** The pair of a local message before anything of it is posted. */
export const newPair = ({ link }: LinkParts, message: WrittenHere, part: number): Pair => ({
  link: link.id,
  messageId: message.id,
  part,
  seq: message.seq,
  origin: 'local',
  state: 'posting',
  remoteId: null,
  authorId: message.authorId,
  digest: '',
  body: bodyDigest(message),
  edits: 0,
  starred: false,
  starShown: false,
  above: 0,
  since: 0,
  reason: null,
})

/** By which a changed text is told from a changed name. */
export const bodyDigest = ({ body }: WrittenHere): string => hexDigestOf(body)
