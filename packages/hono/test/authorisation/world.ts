import { channelId, createMessaging, isMsgError } from '@msg/core'
import type { Messaging, Session } from '@msg/core'
import { fakeAttachments, fakeTargets, project } from '@msg/testing'

/**
 * A group with one of every kind in and around it, and a direct between the author and the member. Each cell of the matrix
 * gets a world of its own.
 */
export interface World {
  readonly messaging: Messaging
  readonly groupId: string
  readonly directId: string
  /** A public room that everybody may join, with the same people in and around it. */
  readonly roomId: string
  /** The author's message in the group, from before anybody went. */
  readonly messageId: string
  /** The file it carries. */
  readonly attachmentId: string
  /** A cursor of each of them. */
  readonly cursors: ReadonlyMap<string, string>
}

/** Who asks: `owner` is the group's admin, `author` and `member` are plain members. */
export const actors = ['anonymous', 'stranger', 'left', 'removed', 'member', 'author', 'owner'] as const
export type Actor = (typeof actors)[number]

export const makeWorld = async (): Promise<World> => {
  const targets = fakeTargets(['1'])
  targets.grant('owner', '1', 'view', 'post', 'moderate')
  targets.grant('author', '1', 'view', 'post')
  targets.grant('member', '1', 'view')
  const messaging = createMessaging({ targets, attachments: fakeAttachments() })
  const [owner, author, left]: readonly Session[] = ['owner', 'author', 'left'].map((user) => messaging.as(user))
  if (owner === undefined || author === undefined || left === undefined) throw new TypeError('three were made')
  const { id: groupId } = await owner.conversations.startGroup({ userIds: ['member', 'author', 'left', 'removed'] })
  const { id: attachmentId } = await author.attachments.upload({ file: new Blob(['a file']) })
  const hello = { conversationId: groupId, body: 'hello', attachments: [attachmentId] }
  const { id: messageId } = await author.messages.send(hello)
  await left.members.leave({ conversationId: groupId })
  await owner.members.remove({ conversationId: groupId, userId: 'removed' })
  const { id: roomId } = await owner.conversations.openRoom({})
  for (const user of ['member', 'author', 'left', 'removed'])
    await messaging.as(user).members.join({ conversationId: roomId })
  await left.members.leave({ conversationId: roomId })
  await owner.members.remove({ conversationId: roomId, userId: 'removed' })
  const { id: directId } = await author.conversations.startDirect({ userId: 'member' })
  const cursors = new Map<string, string>()
  for (const actor of actors) cursors.set(actor, (await messaging.as(actor).live.read()).cursor)
  return { messaging, groupId, directId, roomId, messageId, attachmentId, cursors }
}

/** What somebody outside can tell of the group: everything a refused request must not have changed. */
export const stateOf = async ({ messaging, groupId, directId, roomId }: World): Promise<unknown> => {
  const owner = messaging.as('owner')
  const author = messaging.as('author')
  const told = async (ask: Promise<unknown>): Promise<unknown> =>
    ask.catch((error: unknown) => (isMsgError(error) ? error.code : String(error)))
  return [
    await told(owner.conversations.get({ conversationId: groupId })),
    await told(owner.messages.list({ conversationId: groupId })),
    await told(owner.members.list({ conversationId: groupId })),
    await told(author.conversations.get({ conversationId: directId })),
    await told(owner.conversations.get({ conversationId: roomId })),
    await told(owner.messages.list({ conversationId: channelId(project('1')) })),
    (await author.inbox.list()).conversations.length,
  ]
}
