import type { Verb } from '@msg/contract'
import type { Actor, World } from './world.ts'

/** One verb's row: what is asked, and the status each actor gets. Written by hand, from the rules, not from the code. */
export interface Row {
  readonly request: (world: World, actor: Actor) => readonly [method: string, path: string, body?: unknown]
  readonly expected: Readonly<Record<Exclude<Actor, 'anonymous'>, number>>
  /** What the owner gets who asks the same of a second tenant, where it is neither unknown nor their own. */
  readonly foreign?: number
}

/** What is one's own: everybody who is somebody may. */
const own = { stranger: 200, left: 200, removed: 200, member: 200, author: 200, owner: 200 } as const

/** What is read: who left still reads, up to their leaving. */
const readers = { stranger: 404, left: 200, removed: 404, member: 200, author: 200, owner: 200 } as const

/** What members do. */
const members = { stranger: 404, left: 403, removed: 404, member: 200, author: 200, owner: 200 } as const

/** What admins do. */
const admins = { stranger: 404, left: 403, removed: 404, member: 403, author: 403, owner: 200 } as const

/** What the author does. */
const authors = { stranger: 404, left: 403, removed: 404, member: 403, author: 200, owner: 403 } as const

/** What the host lets viewers of a target do: member, author and owner are. */
const viewers = { stranger: 404, left: 404, removed: 404, member: 200, author: 200, owner: 200 } as const

const target = { type: 'project', id: '1' }
const group = ({ groupId }: World): string => `/conversations/${groupId}`
const message = ({ messageId }: World): string => `/messages/${messageId}`

/** A verb without a row does not compile. Nobody at all, or with credentials nobody knows, is 401 everywhere. */
export const matrix: { readonly [V in Verb]: Row } = {
  'conversations.startDirect': { request: () => ['POST', '/directs', { userId: 'someone' }], expected: own },
  'conversations.startGroup': {
    request: () => ['POST', '/groups', { userIds: ['someone'] }],
    expected: { stranger: 201, left: 201, removed: 201, member: 201, author: 201, owner: 201 },
  },
  'conversations.openRoom': { request: () => ['POST', '/rooms', {}], expected: own },
  'conversations.openChannel': { request: () => ['POST', '/channels', { target }], expected: viewers, foreign: 200 },
  'conversations.update': { request: (world) => ['PATCH', group(world), { title: 'mine' }], expected: admins },
  'conversations.delete': { request: (world) => ['DELETE', group(world)], expected: admins },
  'conversations.get': { request: (world) => ['GET', group(world)], expected: readers },
  'members.add': {
    request: (world) => ['POST', `${group(world)}/members`, { userIds: ['newcomer'] }],
    expected: members,
  },
  'members.join': {
    request: ({ roomId }) => ['POST', `/conversations/${roomId}/join`, {}],
    expected: { ...own, removed: 403 },
    foreign: 404,
  },
  'members.leave': {
    request: (world) => ['POST', `${group(world)}/leave`, {}],
    expected: { ...members, left: 200 },
  },
  'members.remove': { request: (world) => ['DELETE', `${group(world)}/members?userId=left`], expected: admins },
  'members.setRole': {
    request: (world) => ['PUT', `${group(world)}/roles`, { userId: 'member', role: 'admin' }],
    expected: admins,
  },
  'members.list': { request: (world) => ['GET', `${group(world)}/members`], expected: readers },
  'messages.send': {
    request: (world) => ['POST', `${group(world)}/messages`, { body: 'hi' }],
    expected: { stranger: 404, left: 403, removed: 404, member: 201, author: 201, owner: 201 },
  },
  'messages.sendToUsers': {
    request: () => ['POST', '/messages', { userIds: ['someone', 'another'], body: 'hi' }],
    expected: { stranger: 201, left: 201, removed: 201, member: 201, author: 201, owner: 201 },
  },
  'messages.sendToTarget': {
    request: () => ['POST', '/channels/messages', { target, body: 'hi' }],
    expected: { ...viewers, member: 403, author: 201, owner: 201 },
    foreign: 201,
  },
  'messages.get': { request: (world) => ['GET', message(world)], expected: readers },
  'messages.list': { request: (world) => ['GET', `${group(world)}/messages`], expected: readers },
  'messages.around': { request: (world) => ['GET', `${message(world)}/around`], expected: readers },
  'messages.stats': { request: (world) => ['POST', `${group(world)}/stats`, { by: ['day'] }], expected: readers },
  'messages.search': {
    request: ({ groupId }) => ['GET', `/messages?query=hello&conversationId=${groupId}`],
    expected: readers,
  },
  'messages.edit': { request: (world) => ['PATCH', message(world), { body: 'other' }], expected: authors },
  'messages.retract': { request: (world) => ['DELETE', message(world)], expected: authors },
  // In a group nobody moderates.
  'messages.purge': {
    request: (world) => ['POST', `${message(world)}/purge`, {}],
    expected: { ...admins, owner: 403 },
  },
  'messages.hide': { request: (world) => ['PUT', `${message(world)}/hidden`, {}], expected: readers },
  'messages.pin': { request: (world) => ['PUT', `${message(world)}/pin`, {}], expected: admins },
  'messages.unpin': { request: (world) => ['DELETE', `${message(world)}/pin`], expected: admins },
  'messages.revisions': { request: (world) => ['GET', `${message(world)}/revisions`], expected: readers },
  'reactions.add': { request: (world) => ['PUT', `${message(world)}/reactions`, { emoji: '👍' }], expected: members },
  'reactions.remove': {
    request: (world) => ['DELETE', `${message(world)}/reactions?emoji=${encodeURIComponent('👍')}`],
    expected: members,
  },
  'attachments.upload': {
    request: () => ['POST', '/attachments', new Blob(['a file'])],
    expected: own,
  },
  'attachments.get': {
    request: (world) => ['GET', `${message(world)}/attachments/${world.attachmentId}`],
    expected: readers,
  },
  'receipts.markRead': { request: (world) => ['PUT', `${group(world)}/read`, { seq: 1 }], expected: members },
  'receipts.markDelivered': {
    request: (world) => ['PUT', `${group(world)}/delivered`, { seq: 1 }],
    expected: members,
  },
  'receipts.list': { request: (world) => ['GET', `${group(world)}/receipts?seq=1`], expected: members },
  'receipts.reads': { request: (world) => ['GET', `${group(world)}/reads?userId=member`], expected: members },
  'rooms.browse': { request: () => ['GET', '/rooms'], expected: own },
  'inbox.list': { request: () => ['GET', '/inbox'], expected: own },
  'inbox.clear': { request: (world) => ['PUT', `${group(world)}/cleared`, {}], expected: readers },
  'inbox.mute': {
    request: (world) => ['PUT', `${group(world)}/muted`, { until: '2030-01-01T00:00:00.000Z' }],
    expected: members,
  },
  'inbox.unreadByConversation': { request: () => ['GET', '/inbox/unread/conversations'], expected: own },
  'inbox.unread': { request: () => ['GET', '/inbox/unread'], expected: own },
  'people.search': { request: () => ['GET', '/people?query=jan'], expected: own },
  'people.contacts': { request: () => ['GET', '/people/contacts'], expected: own },
  'people.get': { request: () => ['POST', '/people/profiles', { userIds: ['owner'] }], expected: own },
  'people.block': { request: () => ['PUT', '/people/blocks', { userId: 'someone' }], expected: own },
  'people.unblock': { request: () => ['DELETE', '/people/blocks?userId=someone'], expected: own },
  'people.blocked': { request: () => ['GET', '/people/blocks'], expected: own },
  'account.export': { request: () => ['GET', '/account/export'], expected: own },
  'account.erase': { request: () => ['DELETE', '/account'], expected: own },
  'live.read': {
    request: ({ cursors }, actor) => ['POST', '/live/read', { after: cursors.get(actor) }],
    expected: own,
  },
  'live.typing': { request: (world) => ['PUT', `${group(world)}/typing`, { typing: true }], expected: members },
}
