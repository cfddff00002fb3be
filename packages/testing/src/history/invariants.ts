/** What holds after any race, whatever came first. */
import { isMsgError } from '@msg/core'
import type { Change, Conversation, Member, MemberRole, Message } from '@msg/core'
import { upTo } from '../factories.ts'
import { people } from './command.ts'
import { applyChanges, copyOf, plainCopy } from './client-copy.ts'
import type { CopiedConversation } from './client-copy.ts'
import { firstIllegal } from './legal.ts'
import type { Beginning } from './legal.ts'
import { isMessage } from './race.ts'
import type { Raced, Watching } from './race.ts'
import { allChanges, allInbox, allMembers, allMessages } from './read-all.ts'
import { same } from './same.ts'
import type { Sessions } from './look.ts'

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
    keepsAnAdmin(one)
    countsUnread(one)
  }
  for (const id of new Set(found.map(({ conversation }) => conversation.id))) {
    const inside = found.filter(({ conversation }) => conversation.id === id)
    numbersDense(inside, race.raced)
    await outsidersSeeNothing(race.sessions, inside)
  }
  oneOutcomePerId(race.raced, found)
  for (const watching of race.watching) await catchesUp(race, watching)
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

/** All members see the same: the conversation's own state, its members, and the messages they have not hidden. */
const sameForAll = ({ conversation, members, messages }: Found, found: readonly Found[]): void => {
  const other = found.find((one) => one.conversation.id === conversation.id)
  if (other === undefined) return
  same(ownState(conversation), ownState(other.conversation), 'the state of a conversation')
  same(members, other.members, 'the members')
  same(shared(messages, other.messages), shared(other.messages, messages), 'the messages')
}

const ownState = ({ memberIds: _, lastMessage: __, me: ___, ...state }: Conversation): unknown => state

/** Those of the messages that are among the others too. */
const shared = (messages: readonly Message[], others: readonly Message[]): readonly Message[] =>
  messages.filter(({ id }) => others.some((other) => other.id === id))

/** Each number once, none missing, but for what nobody sees any more because all have hidden it. */
const numbersDense = (found: readonly Found[], raced: readonly Raced[]): void => {
  const numbers = new Map(found.flatMap(({ messages }) => messages.map(({ id, seq }) => [seq, id] as const)))
  for (const { answer } of raced)
    if (isMessage(answer) && answer.conversationId === found[0]?.conversation.id) numbers.set(answer.seq, answer.id)
  const lastSeq = found[0]?.conversation.lastSeq ?? 0
  same(
    [...numbers.keys()].toSorted((a, b) => a - b),
    upTo(lastSeq),
    'the numbers of messages',
  )
  for (const { messages } of found)
    same(
      messages.map(({ seq }) => numbers.get(seq)),
      messages.map(({ id }) => id),
      'the messages of these numbers',
    )
}

/** Who is not in it has left, and then sees it no later than then, or reads what everybody reads, or gets nothing at all. */
const outsidersSeeNothing = async (sessions: Sessions, found: readonly Found[]): Promise<void> => {
  const [first] = found
  if (first === undefined) return
  const conversationId = first.conversation.id
  const outsiders = people.users.filter((userId) => !found.some((one) => one.userId === userId))
  for (const userId of outsiders) {
    const session = await sessions(userId)
    const seen = await orNull(session.conversations.get({ conversationId }))
    const messages = await orNull(allMessages(session, conversationId))
    same(messages === null, seen === null, `whether ${userId} sees messages`)
    const reads = seen?.visibility === 'public' ? ['left', 'none'] : ['left']
    if (seen !== null) same(reads.includes(seen.me.status), true, `whether ${userId}, who is out, is ${seen.me.status}`)
    same((messages ?? []).filter(({ seq }) => seq > (seen?.lastSeq ?? 0)).length, 0, `what came after ${userId} left`)
  }
}

const orNull = async <Answer>(call: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await call
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return null
    throw error
  }
}

const keepsAnAdmin = ({ conversation, members }: Found): void => {
  if (conversation.kind === 'direct') return
  same(conversation.closedAt, null, 'the closing of a group or room with members')
  same(
    members.some(({ role }) => role === 'admin'),
    true,
    'whether a group or room with members has an admin',
  )
}

const countsUnread = ({ userId, conversation: { me }, messages }: Found): void => {
  const unread = messages.filter(
    ({ seq, authorId, retractedAt }) => seq > me.readSeq && authorId !== userId && retractedAt === null,
  ).length
  same(me.unread, { count: unread, capped: false }, `unread of ${userId}`)
}

/** Whoever was answered for an id was answered with the one message of it; at one revision it reads the same for everybody. */
const oneOutcomePerId = (raced: readonly Raced[], found: readonly Found[]): void => {
  const ids = new Map<string, unknown>()
  const states = new Map<string, Message>()
  const agrees = (message: Message): void => {
    const { id, revision } = message
    same(lasting(message), ids.get(id) ?? lasting(message), `what never changes of ${id}`)
    ids.set(id, lasting(message))
    const state = `${id} at revision ${revision}`
    same(message, states.get(state) ?? message, state)
    states.set(state, message)
  }
  for (const { verb, answer, actor } of raced) {
    if (!isMessage(answer)) continue
    if (verb.startsWith('messages.send')) same(answer.authorId, actor, 'whose message the answer is')
    agrees(answer)
  }
  for (const { messages, conversation } of found)
    for (const message of messages) {
      same(ids.has(message.id), true, `whether what is stored in ${conversation.id} was sent by anybody`)
      agrees(message)
    }
}

const lasting = ({ id, conversationId, seq, authorId, verb, replyTo, createdAt }: Message): unknown => ({
  id,
  conversationId,
  seq,
  authorId,
  verb,
  replyTo,
  createdAt,
})

/**
 * Revisions of what was missed are dense from the first one told; what happened while they were in could have happened in
 * that order; what was there plus that is what is there now.
 */
const catchesUp = async ({ raced }: Race, { session, cursor, copy }: Watching): Promise<void> => {
  const changes = await allChanges(session, cursor, 3)
  for (const id of new Set(changes.flatMap(({ conversationId }) => conversationId ?? []))) {
    const own = changes.filter(({ conversationId }) => conversationId === id)
    dense(own)
    const known = copy.conversations.get(id)
    const start = known === undefined ? foundersOf(own, raced) : stateOf(known)
    const stayed = own.every(({ type, subject }) => !endsFor(session.me, type, subject))
    if (start !== null && stayed) same(firstIllegal(start, own), null, `what the rules do not allow in ${id}`)
  }
  await applyChanges(copy, changes)
  same(plainCopy(copy), plainCopy(await copyOf(session)), `the copy of ${session.me}, caught up`)
}

const endsFor = (me: string, type: Change['type'], subject: Change['subject']): boolean =>
  (type === 'member.left' || type === 'member.removed' || type === 'member.added') &&
  (subject === 'gone' || ('userId' in subject && subject.userId === me))

const stateOf = ({ state, members }: CopiedConversation): Beginning => ({
  kind: state.kind,
  roles: new Map([...members.values()].map(({ userId, role }) => [userId, role])),
})

/** With whom a conversation that was made in the race began: what was asked for by the call that made it. */
const foundersOf = (changes: readonly Change[], raced: readonly Raced[]): Beginning | null => {
  const [first] = changes
  if (first?.type !== 'conversation.created' || first.subject === 'gone') return null
  const { id, kind, createdBy } = first.subject
  const made = raced.find(
    ({ verb, actor, answer }) =>
      /^conversations\.(start|open)/.test(verb) && actor === createdBy && isNamed(answer, id),
  )
  if (made === undefined) return null
  const founders = new Map<string, MemberRole>(usersOf(made.input).map((userId) => [userId, 'member']))
  return { kind, roles: founders.set(createdBy, kind === 'direct' ? 'member' : 'admin') }
}

const isNamed = (answer: unknown, id: string): boolean =>
  typeof answer === 'object' && answer !== null && 'id' in answer && answer.id === id

const usersOf = (input: unknown): readonly string[] => {
  if (typeof input !== 'object' || input === null) return []
  if ('userId' in input) return [String(input.userId)]
  return 'userIds' in input && Array.isArray(input.userIds) ? input.userIds.map(String) : []
}

/** Who left before is told of the deletion, and of nothing between. */
const dense = (changes: readonly Change[]): void => {
  const revisions = changes.flatMap(({ type, revision }) => (type === 'conversation.deleted' ? [] : (revision ?? [])))
  const [first = 0] = revisions
  same(
    revisions,
    upTo(revisions.length).map((n) => n + first - 1),
    'the revisions told',
  )
}
