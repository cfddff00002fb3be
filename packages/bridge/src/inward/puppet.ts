import type { Session } from '@msg/core'
import { remoteIdOf, remoteUserId } from '../link.ts'
import { called } from '../local-call.ts'
import type { Called } from '../local-call.ts'
import type { LinkParts } from '../parts.ts'
import type { RemoteMessage } from './remote-message.ts'

/** The user that stands for a remote author, known by name and picture from then on. */
export const puppetFor = async (
  parts: LinkParts,
  { userId, userName }: Pick<RemoteMessage, 'userName'> & { readonly userId: number },
): Promise<string> => {
  const puppet = remoteUserId(parts.link.server, userId)
  if (userName === null || userName === '') return puppet
  const [known] = await parts.store.people([puppet])
  if (known?.name !== userName)
    await parts.store.savePerson({ userId: puppet, name: userName, avatarUrl: await pictureOf(parts, userId) })
  return puppet
}

/** Where the server says their picture is. One that cannot be told is none: it is no reason to keep a message back. */
const pictureOf = ({ chat }: LinkParts, userId: number): Promise<string | null> =>
  chat.user(userId).avatarUrl.catch(() => null)

const outsiders = new Set(['not_found', 'not_a_member'])

/**
 * Does something as a remote user, who is let in the first time. One who was let in before and is no longer there was
 * removed, and is not let in again.
 */
export const asPuppet = async <T>(
  parts: LinkParts,
  puppet: string,
  verb: (session: Session) => Promise<T>,
): Promise<Called<T>> => {
  const session = parts.messaging.as(puppet)
  const first = await called(parts, () => verb(session))
  if (first.status === 'done' || !outsiders.has(first.code)) return first
  if (await wasLetIn(parts, puppet)) return { status: 'refused', code: 'removed' }
  const letIn = await admit(parts, session)
  if (letIn.status === 'refused') return letIn
  await remember(parts, puppet)
  return called(parts, () => verb(session))
}

/** Lets a user in: an open room is joined, into all else one is invited. */
const admit = async (parts: LinkParts, session: Session): Promise<Called<unknown>> => {
  const { link, service } = parts
  const { conversationId } = link
  const { visibility, joinPolicy } = await service.conversations.get({ conversationId })
  return called<unknown>(parts, () =>
    visibility === 'public' && joinPolicy === 'open'
      ? session.members.join({ conversationId })
      : service.members.add({ conversationId, userIds: [session.me] }),
  )
}

/** Whether a user was ever let in, by this bridge or by one that ran the link before. */
export const wasLetIn = async ({ store, link, claim }: LinkParts, puppet: string): Promise<boolean> => {
  const id = remoteIdOf(link.server, puppet)
  return (id !== null && claim.memo.admitted.includes(id)) || store.wasAdmitted(link.id, puppet)
}

const remember = async ({ store, link, claim }: LinkParts, puppet: string): Promise<void> => {
  const id = remoteIdOf(link.server, puppet)
  const { admitted } = claim.memo
  if (id !== null && !admitted.includes(id)) claim.change({ admitted: [...admitted, id] })
  await store.admit(link.id, puppet)
}
