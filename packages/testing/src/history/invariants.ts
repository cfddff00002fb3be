/** What holds after any race, whatever came first. */
import type { Change, Conversation, Member, Message } from '@msg/core'
import { upTo } from '../factories.ts'
import { people } from './command.ts'
import { applyChanges, copyOf, plainCopy } from './client-copy.ts'
import { isMessage } from './race.ts'
import type { Raced, Watching } from './race.ts'
import { allChanges, allInbox, allMembers, allMessages } from './read-all.ts'
import { same } from './same.ts'
import type { Sessions } from './sequential.ts'

/** A race and its end. */
export interface Race {
  readonly sessions: Sessions
  readonly raced: readonly Raced[]
  readonly watching: readonly Watching[]
}

/** One user's inbox in the end, in full. */
interface Found {
  readonly userId: string
  readonly conversation: Conversation
  readonly members: readonly Member[]
  readonly messages: readonly Message[]
}

/** Everything that must hold after a race. */
export const assertInvariants = async (race: Race): Promise<void> => {
  const found = (await Promise.all(people.users.map((userId) => inboxOf(race.sessions, userId)))).flat()
  oneDirectPerPair(found)
  for (const one of found) {
    sameForAll(one, found)
    same(
      one.messages.map(({ seq }) => seq),
      upTo(one.messages.length),
      'the numbers of messages',
    )
    keepsAnAdmin(one)
    countsUnread(one)
  }
  oneOutcomePerId(race.raced, found)
  for (const watching of race.watching) await catchesUp(watching)
}

const inboxOf = async (sessions: Sessions, userId: string): Promise<readonly Found[]> => {
  const session = await sessions(userId)
  return Promise.all(
    (await allInbox(session)).map(async (conversation) => ({
      userId,
      conversation,
      members: await allMembers(session, conversation.id),
      messages: await allMessages(session, conversation.id),
    })),
  )
}

const oneDirectPerPair = (found: readonly Found[]): void => {
  const pairs = found
    .filter(({ conversation }) => conversation.kind === 'direct')
    .map(({ conversation, members }) => {
      const pair = members
        .map(({ userId }) => userId)
        .toSorted()
        .join(' and ')
      return { pair, id: conversation.id }
    })
  for (const { pair } of pairs)
    same(new Set(pairs.filter((other) => other.pair === pair).map((other) => other.id)).size, 1, `directs of ${pair}`)
  for (const { pair, id } of pairs) same(pairs.find((other) => other.id === id)?.pair, pair, `the pair of ${id}`)
}

/** All members see the same: kind, members and messages. */
const sameForAll = ({ conversation, members, messages }: Found, found: readonly Found[]): void => {
  const other = found.find((one) => one.conversation.id === conversation.id)
  same(conversation.kind, other?.conversation.kind, 'the kind')
  same(members, other?.members, 'the members')
  same(messages, other?.messages, 'the messages')
}

const keepsAnAdmin = ({ conversation, members }: Found): void => {
  if (conversation.kind !== 'group') return
  same(conversation.closedAt, null, 'the closing of a group with members')
  same(
    members.some(({ role }) => role === 'admin'),
    true,
    'whether a group with members has an admin',
  )
}

const countsUnread = ({ userId, conversation: { me }, messages }: Found): void => {
  const unread = messages.filter(({ seq, authorId }) => seq > me.readSeq && authorId !== userId).length
  same(me.unread, { count: unread, capped: false }, `unread of ${userId}`)
}

/** Whoever was answered for an id was answered with the one message of it. */
const oneOutcomePerId = (raced: readonly Raced[], found: readonly Found[]): void => {
  const answered = new Map<string, Message>()
  for (const { answer, actor } of raced) {
    if (!isMessage(answer)) continue
    same(answer.authorId, actor, 'whose message the answer is')
    same(answer, answered.get(answer.id) ?? answer, `the answers for ${answer.id}`)
    answered.set(answer.id, answer)
  }
  for (const { messages, conversation } of found)
    for (const message of messages) same(answered.get(message.id), message, `what is stored in ${conversation.id}`)
}

/** Revisions of what was missed are dense from the first one told, and what was there plus that is what is there now. */
const catchesUp = async ({ session, cursor, copy }: Watching): Promise<void> => {
  const changes = await allChanges(session, cursor, 3)
  for (const id of new Set(changes.map(({ conversationId }) => conversationId)))
    dense(changes.filter(({ conversationId }) => conversationId === id))
  await applyChanges(copy, changes)
  same(plainCopy(copy), plainCopy(await copyOf(session)), `the copy of ${session.me}, caught up`)
}

const dense = (changes: readonly Change[]): void => {
  const revisions = changes.flatMap(({ revision }) => revision ?? [])
  const [first = 0] = revisions
  same(
    revisions,
    upTo(revisions.length).map((n) => n + first - 1),
    'the revisions told',
  )
}
