import type { UserId } from '@msg/core'
import { notAdmitted, refusedByBlock } from './blocks.ts'
import { refused } from './outcome.ts'
import type { Expected } from './outcome.ts'
import { memberIn } from './state.ts'
import type { OracleConversation, OracleMessage, OracleState } from './state.ts'
import { messageView } from './views.ts'
import { createConversation, followSet, logShared, setOf, textOfSet } from './writing.ts'

/** A message before it has a number. */
export interface NewOracleMessage extends Pick<OracleMessage, 'id' | 'verb' | 'authorId' | 'replyTo' | 'asked'> {
  readonly body: string
  readonly mentions: readonly UserId[]
}

/** Appends a message. */
export const sendInto = (state: OracleState, conversation: OracleConversation, sent: NewOracleMessage): Expected => {
  conversation.revision += 1
  const { revision } = conversation
  const { body, mentions, ...rest } = sent
  const seq = conversation.messages.length + 1
  const message = { ...rest, seq, revision, texts: [{ body, mentions, revision }], reactions: [], pin: null }
  conversation.messages.push(message)
  conversation.activity = state.log.length
  logShared(state, conversation, { type: 'message.sent', actor: sent.authorId, about: sent.id })
  return { answer: messageView(conversation, message) }
}

/** Whether these users are all members now: anybody else would never see a mention. */
export const allActive = (conversation: OracleConversation, userIds: readonly UserId[]): boolean =>
  userIds.every((userId) => memberIn(conversation, userId)?.status === 'active')

/** Who used an id before, anywhere. */
export const useOf = (state: OracleState, id: string | undefined) => {
  for (const conversation of state.conversations)
    for (const message of conversation.messages) if (message.id === id) return { conversation, message }
  return undefined
}

/** What is sent to people. `place` is where it went, if it had to be made. */
export interface ToPeople {
  readonly others: readonly UserId[]
  readonly place: string
  readonly message: NewOracleMessage
}

/** Sending to exactly these others: into the direct, or the group of that set, found or made. */
export const sendToSet = (state: OracleState, { others, place, message }: ToPeople): Expected => {
  const { authorId: actor, mentions } = message
  const all = [actor, ...others]
  const known = others.length === 1 ? directOf(state, all) : groupOf(state, all)
  if (known === undefined) {
    if (mentions.some((userId) => !all.includes(userId))) return refused('forbidden', 'not_members')
    const toBlocked = refused(others.length === 1 ? 'not_found' : 'recipient_refused')
    const why = notAdmitted(state, { actor, userIds: others }, toBlocked)
    if (why !== null) return why
  } else {
    const blocked = refusedByBlock(state, known, actor)
    if (blocked !== null) return blocked
    if (!allActive(known, mentions)) return refused('forbidden', 'not_members')
  }
  if (useOf(state, message.id) !== undefined) return refused('id_taken')
  const conversation = known ?? begun(state, { actor, others, place })
  followSet(state, conversation)
  return sendInto(state, conversation, message)
}

const directOf = ({ conversations }: OracleState, pair: readonly UserId[]): OracleConversation | undefined =>
  conversations.find(
    (conversation) => conversation.kind === 'direct' && pair.every((userId) => memberIn(conversation, userId)),
  )

/** Whoever has the set, or the oldest that fits it. */
const groupOf = ({ conversations }: OracleState, userIds: readonly UserId[]): OracleConversation | undefined => {
  const set = textOfSet(userIds)
  return conversations.find(({ heldSet }) => heldSet === set) ?? conversations.find((one) => setOf(one) === set)
}

interface Beginning {
  readonly actor: UserId
  readonly others: readonly UserId[]
  readonly place: string
}

const begun = (state: OracleState, { actor, others, place }: Beginning): OracleConversation => {
  const direct = others.length === 1
  return createConversation(state, actor, {
    id: place,
    kind: direct ? 'direct' : 'group',
    title: null,
    invitePolicy: 'members',
    asked: '',
    ...(direct ? {} : { bySending: true }),
    members: [actor, ...others].map((userId) => ({ userId, role: userId === actor && !direct ? 'admin' : 'member' })),
  })
}
