import type { ChangeType, Session } from '@msg/core'
import { newId } from '@msg/testing'
import type { Actor, World } from './world.ts'

/** Who may be told: everybody but nobody. */
export type Hearer = Exclude<Actor, 'anonymous'>

/** What makes a change, and who is told of it. Written by hand, from the rules, not from the code. */
export interface Told {
  readonly act: (world: Acting) => Promise<unknown>
  readonly to: readonly Hearer[]
}

/** A world, and whoever acts in it. */
export interface Acting extends World {
  readonly as: (userId: string) => Session
}

/** Who is in the group now. */
const members = ['member', 'author', 'owner'] as const

const emoji = '👍'

const pin = ({ as, messageId }: Acting) => as('owner').messages.pin({ messageId })
const react = ({ as, messageId }: Acting) => as('member').reactions.add({ messageId, emoji })
const block = ({ as }: Acting) => as('member').people.block({ userId: 'author' })

/**
 * What is told of a group to those in and around it, and of somebody's own affairs. A change without a row does not compile.
 * (A revocation ends connections, and is told to nobody.)
 */
export const told: { readonly [Type in Exclude<ChangeType, 'session.revoked'>]: Told } = {
  'conversation.created': {
    act: ({ as }) => as('owner').conversations.startGroup({ userIds: ['member', 'stranger'] }),
    to: ['stranger', 'member', 'owner'],
  },
  'conversation.updated': {
    act: ({ as, groupId }) => as('owner').conversations.update({ conversationId: groupId, title: 'other' }),
    to: members,
  },
  'conversation.imported': {
    act: ({ messaging, groupId }) =>
      messaging.import({
        messages: [
          {
            id: newId(),
            conversationId: groupId,
            authorId: 'author',
            body: 'canary',
            createdAt: '2020-01-01T00:00:00.000Z',
          },
        ],
      }),
    to: members,
  },
  'conversation.deleted': {
    act: ({ as, groupId }) => as('owner').conversations.delete({ conversationId: groupId }),
    // Who left may still show what they saw: it is gone for them too.
    to: ['left', ...members],
  },
  'member.added': {
    act: ({ as, groupId }) => as('owner').members.add({ conversationId: groupId, userIds: ['stranger'] }),
    to: ['stranger', ...members],
  },
  'member.left': { act: ({ as, groupId }) => as('member').members.leave({ conversationId: groupId }), to: members },
  'member.removed': {
    act: ({ as, groupId }) => as('owner').members.remove({ conversationId: groupId, userId: 'member' }),
    to: members,
  },
  'member.role': {
    act: ({ as, groupId }) => as('owner').members.setRole({ conversationId: groupId, userId: 'member', role: 'admin' }),
    to: members,
  },
  'message.sent': {
    act: ({ as, groupId }) => as('author').messages.send({ conversationId: groupId, body: 'canary' }),
    to: members,
  },
  'message.edited': {
    act: ({ as, messageId }) => as('author').messages.edit({ messageId, body: 'canary' }),
    to: members,
  },
  'message.retracted': { act: ({ as, messageId }) => as('author').messages.retract({ messageId }), to: members },
  'message.purged': {
    act: ({ messaging, messageId }) => messaging.asService('moderation').messages.purge({ messageId }),
    to: members,
  },
  'message.pinned': { act: pin, to: members },
  'message.unpinned': {
    act: async (world) => {
      await pin(world)
      await world.as('owner').messages.unpin({ messageId: world.messageId })
    },
    to: members,
  },
  'reaction.added': { act: react, to: members },
  'reaction.removed': {
    act: async (world) => {
      await react(world)
      await world.as('member').reactions.remove({ messageId: world.messageId, emoji })
    },
    to: members,
  },
  'receipt.advanced': {
    act: ({ as, groupId }) => as('member').receipts.markRead({ conversationId: groupId, seq: 1 }),
    to: members,
  },
  'message.hidden': { act: ({ as, messageId }) => as('member').messages.hide({ messageId }), to: ['member'] },
  'inbox.cleared': {
    act: ({ as, groupId }) => as('member').inbox.clear({ conversationId: groupId }),
    to: ['member'],
  },
  'inbox.muted': {
    act: ({ as, groupId }) => as('member').inbox.mute({ conversationId: groupId, until: '2099-01-01T00:00:00.000Z' }),
    to: ['member'],
  },
  'user.erased': { act: ({ as }) => as('member').account.erase({}), to: ['author', 'owner'] },
  'user.blocked': { act: block, to: ['member'] },
  'user.unblocked': {
    act: async (world) => {
      await block(world)
      await world.as('member').people.unblock({ userId: 'author' })
    },
    to: ['member'],
  },
}

/** Who hears that the member types, whom the author blocked. */
export const typing: Told = {
  act: async ({ as, groupId }) => {
    await as('author').people.block({ userId: 'member' })
    await as('member').live.typing({ conversationId: groupId, typing: true })
  },
  to: ['owner'],
}

const refused = 'not_found'

/** What becomes of watching: `ready`, or the code of the refusal. */
export const watching: Readonly<Record<'group' | 'direct' | 'room' | 'channel', Readonly<Record<Hearer, string>>>> = {
  group: {
    stranger: refused,
    left: 'not_a_member',
    removed: refused,
    member: 'ready',
    author: 'ready',
    owner: 'ready',
  },
  direct: { stranger: refused, left: refused, removed: refused, member: 'ready', author: 'ready', owner: refused },
  room: { stranger: 'ready', left: 'ready', removed: refused, member: 'ready', author: 'ready', owner: 'ready' },
  channel: { stranger: refused, left: refused, removed: refused, member: 'ready', author: 'ready', owner: 'ready' },
}
