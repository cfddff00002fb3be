/** Who may do what in rooms and channels: everything that is about a conversation, by everybody there is in and around it. */
import { channelId, createMessaging, roomId } from '@msg/core'
import type { Messaging, UpdateConversationInput } from '@msg/core'
import { fakeTargets, project } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { serve } from '../support/serve.ts'

/** A room or a channel, and the author's message in it, from before anybody went. */
interface Place {
  readonly messaging: Messaging
  readonly conversationId: string
  readonly messageId: string
}

const emoji = encodeURIComponent('👍')

const deeds = {
  get: ['GET', ''],
  members: ['GET', '/members'],
  messages: ['GET', '/messages'],
  receipts: ['GET', '/receipts'],
  send: ['POST', '/messages', { body: 'hi' }],
  join: ['POST', '/join', {}],
  leave: ['POST', '/leave', {}],
  add: ['POST', '/members', { userIds: ['newcomer'] }],
  remove: ['DELETE', '/members?userId=member'],
  setRole: ['PUT', '/roles', { userId: 'member', role: 'admin' }],
  update: ['PATCH', '', { title: 'mine' }],
  delete: ['DELETE', ''],
  markRead: ['PUT', '/read', { seq: 1 }],
  markDelivered: ['PUT', '/delivered', { seq: 1 }],
  clear: ['PUT', '/cleared', {}],
  mute: ['PUT', '/muted', { until: '2030-01-01T00:00:00.000Z' }],
  type: ['PUT', '/typing', { typing: true }],
} as const

const deedsOnMessage = {
  message: ['GET', ''],
  revisions: ['GET', '/revisions'],
  edit: ['PATCH', '', { body: 'other' }],
  retract: ['DELETE', ''],
  purge: ['POST', '/purge', {}],
  hide: ['PUT', '/hidden', {}],
  pin: ['PUT', '/pin', {}],
  unpin: ['DELETE', '/pin'],
  react: ['PUT', '/reactions', { emoji: '👍' }],
  unreact: ['DELETE', `/reactions?emoji=${emoji}`],
} as const

type Request = readonly [method: string, path: string, body?: object]
type Deed = keyof typeof deeds | keyof typeof deedsOnMessage

const requestTo = ({ conversationId, messageId }: Place, deed: string): Request => {
  const [, about] = Object.entries<Request>(deeds).find(([name]) => name === deed) ?? []
  if (about !== undefined) return below('conversations', conversationId, about)
  const [, onMessage] = Object.entries<Request>(deedsOnMessage).find(([name]) => name === deed) ?? []
  if (onMessage === undefined) throw new TypeError(`nobody does ${deed}`)
  return below('messages', messageId, onMessage)
}

const below = (noun: string, id: string, [method, path, body]: Request): Request => {
  const at = `/${noun}/${id}${path}`
  return body === undefined ? [method, at] : [method, at, body]
}

/** One row of each deed: the status each actor gets, in the order of the columns. Written by hand, from the rules. */
interface Table<Actor extends string> {
  readonly make: () => Promise<Place>
  readonly actors: readonly Actor[]
  readonly expected: { readonly [D in Deed]: readonly number[] }
}

/** A room about nothing: who is in it, was, and never was. */
const makeRoom = async (settings?: Pick<UpdateConversationInput, 'visibility' | 'joinPolicy'>): Promise<Place> => {
  const messaging = createMessaging()
  const admin = messaging.as('admin')
  const { id: conversationId } = await admin.conversations.openRoom({})
  for (const user of ['left', 'removed', 'author', 'member']) await messaging.as(user).members.join({ conversationId })
  const { id: messageId } = await messaging.as('author').messages.send({ conversationId, body: 'hello' })
  await messaging.as('left').members.leave({ conversationId })
  await admin.members.remove({ conversationId, userId: 'removed' })
  if (settings !== undefined) await admin.conversations.update({ conversationId, ...settings })
  return { messaging, conversationId, messageId }
}

const openRoom: Table<string> = {
  make: () => makeRoom(),
  actors: ['stranger', 'left', 'removed', 'author', 'member', 'admin'],
  expected: {
    get: [200, 200, 404, 200, 200, 200],
    members: [200, 200, 404, 200, 200, 200],
    messages: [200, 200, 404, 200, 200, 200],
    message: [200, 200, 404, 200, 200, 200],
    revisions: [200, 200, 404, 200, 200, 200],
    receipts: [403, 403, 404, 200, 200, 200],
    send: [403, 403, 404, 201, 201, 201],
    edit: [403, 403, 404, 200, 403, 403],
    retract: [403, 403, 404, 200, 403, 403],
    purge: [403, 403, 404, 403, 403, 403],
    hide: [200, 200, 404, 200, 200, 200],
    pin: [403, 403, 404, 403, 403, 200],
    unpin: [403, 403, 404, 403, 403, 200],
    react: [403, 403, 404, 200, 200, 200],
    unreact: [403, 403, 404, 200, 200, 200],
    join: [200, 200, 403, 200, 200, 200],
    leave: [403, 200, 404, 200, 200, 200],
    // Whoever wants to be in it joins it.
    add: [403, 403, 404, 403, 403, 403],
    remove: [403, 403, 404, 403, 403, 200],
    setRole: [403, 403, 404, 403, 403, 200],
    update: [403, 403, 404, 403, 403, 200],
    delete: [403, 403, 404, 403, 403, 200],
    markRead: [200, 200, 404, 200, 200, 200],
    markDelivered: [200, 200, 404, 200, 200, 200],
    clear: [200, 200, 404, 200, 200, 200],
    mute: [403, 403, 404, 200, 200, 200],
    type: [403, 403, 404, 200, 200, 200],
  },
}

const closedRoom: Table<string> = {
  ...openRoom,
  make: () => makeRoom({ joinPolicy: 'closed' }),
  expected: {
    ...openRoom.expected,
    join: [403, 403, 403, 200, 200, 200],
    add: [403, 403, 404, 403, 403, 200],
  },
}

const privateRoom: Table<string> = {
  ...openRoom,
  make: () => makeRoom({ visibility: 'private', joinPolicy: 'closed' }),
  expected: {
    get: [404, 200, 404, 200, 200, 200],
    members: [404, 200, 404, 200, 200, 200],
    messages: [404, 200, 404, 200, 200, 200],
    message: [404, 200, 404, 200, 200, 200],
    revisions: [404, 200, 404, 200, 200, 200],
    receipts: [404, 403, 404, 200, 200, 200],
    send: [404, 403, 404, 201, 201, 201],
    edit: [404, 403, 404, 200, 403, 403],
    retract: [404, 403, 404, 200, 403, 403],
    purge: [404, 403, 404, 403, 403, 403],
    hide: [404, 200, 404, 200, 200, 200],
    pin: [404, 403, 404, 403, 403, 200],
    unpin: [404, 403, 404, 403, 403, 200],
    react: [404, 403, 404, 200, 200, 200],
    unreact: [404, 403, 404, 200, 200, 200],
    join: [404, 403, 404, 200, 200, 200],
    leave: [404, 200, 404, 200, 200, 200],
    add: [404, 403, 404, 403, 403, 200],
    remove: [404, 403, 404, 403, 403, 200],
    setRole: [404, 403, 404, 403, 403, 200],
    update: [404, 403, 404, 403, 403, 200],
    delete: [404, 403, 404, 403, 403, 200],
    markRead: [404, 403, 404, 200, 200, 200],
    markDelivered: [404, 403, 404, 200, 200, 200],
    clear: [404, 200, 404, 200, 200, 200],
    mute: [404, 403, 404, 200, 200, 200],
    type: [404, 403, 404, 200, 200, 200],
  },
}

const channel: Table<string> = {
  async make() {
    const targets = fakeTargets(['1'])
    targets.grant('viewer', '1', 'view')
    targets.grant('author', '1', 'view', 'post')
    targets.grant('blind', '1', 'post')
    targets.grant('moderator', '1', 'view', 'moderate')
    const messaging = createMessaging({ targets })
    const { message } = await messaging.as('author').messages.sendToTarget({ target: project('1'), body: 'hello' })
    return { messaging, conversationId: channelId(project('1')), messageId: message.id }
  },
  actors: ['nobody', 'viewer', 'author', 'blind', 'moderator'],
  expected: {
    get: [404, 200, 200, 404, 200],
    members: [404, 200, 200, 404, 200],
    messages: [404, 200, 200, 404, 200],
    message: [404, 200, 200, 404, 200],
    revisions: [404, 200, 200, 404, 200],
    receipts: [404, 403, 403, 404, 403],
    send: [404, 403, 201, 201, 403],
    edit: [404, 403, 200, 404, 403],
    retract: [404, 403, 200, 404, 200],
    purge: [404, 403, 403, 404, 200],
    hide: [404, 200, 200, 404, 200],
    pin: [404, 403, 403, 404, 200],
    unpin: [404, 403, 403, 404, 200],
    react: [404, 200, 200, 404, 200],
    unreact: [404, 200, 200, 404, 200],
    join: [404, 403, 403, 404, 403],
    leave: [404, 403, 403, 404, 403],
    add: [404, 403, 403, 404, 403],
    remove: [404, 403, 403, 404, 403],
    setRole: [404, 403, 403, 404, 403],
    update: [404, 403, 403, 404, 403],
    delete: [404, 403, 403, 404, 403],
    markRead: [404, 200, 200, 404, 200],
    markDelivered: [404, 200, 200, 404, 200],
    clear: [404, 200, 200, 404, 200],
    mute: [404, 403, 403, 404, 403],
    type: [404, 403, 403, 404, 403],
  },
}

/** The room about a target: `member` may no longer view the target, those who went may. */
const roomAboutTarget: Table<string> = {
  async make() {
    const targets = fakeTargets(['1'])
    for (const user of ['viewer', 'left', 'removed', 'author', 'member']) targets.grant(user, '1', 'view')
    targets.grant('moderator', '1', 'view', 'moderate')
    const messaging = createMessaging({ targets })
    const conversationId = roomId(project('1'))
    await messaging.as('moderator').conversations.openRoom({ target: project('1') })
    for (const user of ['left', 'removed', 'author', 'member'])
      await messaging.as(user).members.join({ conversationId })
    const { id: messageId } = await messaging.as('author').messages.send({ conversationId, body: 'hello' })
    await messaging.as('left').members.leave({ conversationId })
    await messaging.as('moderator').members.remove({ conversationId, userId: 'removed' })
    targets.revoke('member', '1', 'view')
    return { messaging, conversationId, messageId }
  },
  actors: ['nobody', 'viewer', 'left', 'removed', 'author', 'member', 'moderator'],
  expected: {
    get: [404, 200, 200, 404, 200, 200, 200],
    members: [404, 200, 200, 404, 200, 200, 200],
    messages: [404, 200, 200, 404, 200, 200, 200],
    message: [404, 200, 200, 404, 200, 200, 200],
    revisions: [404, 200, 200, 404, 200, 200, 200],
    receipts: [404, 403, 403, 404, 200, 200, 403],
    send: [404, 403, 403, 404, 201, 201, 403],
    edit: [404, 403, 403, 404, 200, 403, 403],
    retract: [404, 403, 403, 404, 200, 403, 200],
    purge: [404, 403, 403, 404, 403, 403, 200],
    hide: [404, 200, 200, 404, 200, 200, 200],
    pin: [404, 403, 403, 404, 403, 403, 200],
    unpin: [404, 403, 403, 404, 403, 403, 200],
    react: [404, 403, 403, 404, 200, 200, 403],
    unreact: [404, 403, 403, 404, 200, 200, 403],
    join: [404, 200, 200, 403, 200, 200, 200],
    leave: [404, 403, 200, 404, 200, 200, 403],
    add: [404, 403, 403, 404, 403, 403, 403],
    remove: [404, 403, 403, 404, 403, 403, 200],
    setRole: [404, 403, 403, 404, 403, 403, 200],
    update: [404, 403, 403, 404, 403, 403, 200],
    delete: [404, 403, 403, 404, 403, 403, 200],
    markRead: [404, 200, 200, 404, 200, 200, 200],
    markDelivered: [404, 200, 200, 404, 200, 200, 200],
    clear: [404, 200, 200, 404, 200, 200, 200],
    mute: [404, 403, 403, 404, 200, 200, 403],
    type: [404, 403, 403, 404, 200, 200, 403],
  },
}

const tables = {
  'a room that everybody may join': openRoom,
  'a room that everybody may read': closedRoom,
  'a private room': privateRoom,
  'a channel': channel,
  'the room about a target': roomAboutTarget,
}

for (const [place, { make, actors, expected }] of Object.entries(tables))
  describe(`who may do what in ${place}`, () => {
    for (const [deed, statuses] of Object.entries(expected))
      it(`${deed}: ${actors.map((actor, index) => `${actor} ${statuses[index]}`).join(', ')}`, async () => {
        const answered: number[] = []
        for (const actor of actors) {
          const made = await make()
          const [method, path, body] = requestTo(made, deed)
          const { call } = await serve(made)
          answered.push((await call(actor, `${method} ${path}`, body)).status)
          await made.messaging.close()
        }
        expect(answered).toEqual(statuses)
      })
  })
