import { expect, test } from 'vitest'
import type { ConversationFacts, MessageFacts } from '../ports/store.ts'
import { allowedRecipients } from './allowed-recipients.ts'
import { contactsOnly } from './contacts-only.ts'
import { editWindow } from './edit-window.ts'
import { maxMembers } from './max-members.ts'
import type { Act } from './policy.ts'
import { defaultRates } from './rate-limit.ts'

const act = (more: Partial<Act>): Act => ({
  actor: 'alice',
  verb: 'messages.send',
  at: 0,
  conversationId: null,
  conversation: null,
  member: null,
  message: null,
  changes: [],
  others: [],
  ...more,
})

const conversation: ConversationFacts = {
  id: '01934d4e-0000-7000-8000-000000000002',
  kind: 'group',
  title: null,
  invitePolicy: 'members',
  visibility: 'private',
  joinPolicy: 'closed',
  target: null,
  closed: false,
  blockedBy: [],
  pair: null,
  lastSeq: 0,
  memberCount: 1,
  settingsVersion: 1,
  rosterVersion: 7,
}

test('one who is no contact is enough for a refusal, among however many who are', async () => {
  const { judge } = contactsOnly((viewer, other) => viewer === 'alice' && other !== 'mallory')
  expect(await judge(act({ others: ['bob', 'carol'] }))).toBeNull()
  expect(await judge(act({ others: ['bob', 'mallory', 'carol'] }))).toMatchObject({ reason: 'contacts_only' })
  expect(await judge(act({}))).toBeNull()
})

test('a list of recipients that stands restricts as one that is asked for does', async () => {
  const { judge } = allowedRecipients(['support'])
  expect(await judge(act({ others: ['support'] }))).toBeNull()
  expect(await judge(act({ others: ['support', 'bob'] }))).toMatchObject({ reason: 'allowed_recipients' })
  expect(await judge(act({ actor: 'support', others: ['bob'] }))).toBeNull()
})

test('a message is closed to its author after the window, to the second, and to nobody else', async () => {
  const { judge } = editWindow(60)
  const message: MessageFacts = {
    id: '01934d4e-0000-7000-8000-000000000001',
    seq: 1,
    authorId: 'alice',
    createdAt: '1970-01-01T00:00:00.000Z',
    body: 'hello',
    hidden: false,
    version: 1,
    emojis: [],
    ownEmojis: [],
  }
  const retracting = (actor: string, at: number) =>
    judge(act({ actor, at, message, changes: [{ type: 'message.retracted', messageId: message.id }] }))
  expect(await retracting('alice', 60_000)).toBeNull()
  expect(await retracting('alice', 60_001)).toEqual({ code: 'forbidden', reason: 'edit_window' })
  expect(await retracting('admin', 60_001)).toBeNull()
})

test('only groups are bounded, only who joins is counted, and exactly where the bound is near', async () => {
  const { judge } = maxMembers(200)
  const invited = { type: 'member.added', userId: 'bob', role: 'member' } as const
  const among = (memberCount: number, kind: ConversationFacts['kind'] = 'group') =>
    judge(act({ conversation: { ...conversation, kind, memberCount }, changes: [invited] }))
  expect(await among(200)).toEqual({ code: 'forbidden', reason: 'max_members' })
  expect(await among(200, 'room')).toBeNull()
  expect(await among(199)).toEqual({ guard: { on: 'roster', version: 7 } })
  expect(await among(100)).toEqual({ guard: { on: 'roster', version: 7 } })
  expect(await among(99)).toBeNull()
  const said = { type: 'conversation.updated', title: 'Lisbon' } as const
  expect(await judge(act({ conversation: { ...conversation, memberCount: 200 }, changes: [said] }))).toBeNull()
})

test('the rates are those that the documentation names', () => {
  expect(defaultRates).toEqual({
    send: { perSecond: 10, burst: 30 },
    start: { perSecond: 10 / 60, burst: 10 },
    invite: { perSecond: 60 / 3_600, burst: 60 },
    search: { perSecond: 5, burst: 10 },
  })
})
