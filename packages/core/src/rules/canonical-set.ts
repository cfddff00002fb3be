import type { ConversationId, UserId } from '../model/ids.ts'
import type { CreationDraft, Slice } from '../ports/store.ts'
import type { Decision } from './decision.ts'
import { directCreation, directId } from './direct.ts'
import { groupCreation } from './group.ts'
import { decideSend, notAmong, sent } from './sending.ts'
import type { NewMessage } from './sending.ts'

/** Sending to people into the direct, or the group, that is theirs: as sending into it, as long as it stays theirs. */
export const decideSendToSet = (slice: Slice, actor: UserId, message: NewMessage): Decision => {
  const decision = decideSend(slice, actor, message)
  if ('refusal' in decision || slice.canonical === undefined) return decision
  return {
    ...decision,
    guards: [...decision.guards, { on: 'roster', version: slice.conversation.rosterVersion }],
    ...(slice.canonical ? {} : { canonical: true }),
  }
}

/** The first message to people who have no conversation yet: makes theirs, a direct for two, and sends into it. */
export const decideFirstSend = (actor: UserId, others: readonly UserId[], message: NewMessage): Decision => {
  const strangers = notAmong([actor, ...others], message.mentions)
  if (strangers !== null) return strangers
  const [other] = others
  const alone = other !== undefined && others.length === 1
  return {
    changes: [alone ? directCreation(actor, other) : setCreation(actor, others), sent(message)],
    guards: alone ? [{ on: 'blocks', userId: other, version: 0 }] : [],
    ...(alone ? {} : { canonical: true }),
  }
}

/** Where two people talk: known before it exists. Null for more than two, whose group is found by its members. */
export const knownPlace = (actor: UserId, others: readonly UserId[]): ConversationId | null => {
  const [other] = others
  return other !== undefined && others.length === 1 ? directId(actor, other) : null
}

/** The change that makes a group by sending to people: its sender is its admin, and any member may invite. */
const setCreation = (actor: UserId, others: readonly UserId[]): CreationDraft => ({
  ...groupCreation(actor, { title: null, userIds: others, invitePolicy: 'members' }),
  bySending: true,
})
