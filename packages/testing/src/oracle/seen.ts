import type { MessageId, UserId } from '@msg/core'
import { refused } from './outcome.ts'
import type { Expected } from './outcome.ts'
import { viewerIn } from './state.ts'
import type { OracleConversation, OracleMessage, OracleState, OracleViewer } from './state.ts'
import { messageView } from './views.ts'

/** A message somebody may see, where it is, and what they are there. */
export interface OracleSeen {
  readonly conversation: OracleConversation
  readonly me: OracleViewer
  readonly message: OracleMessage
}

/** A message as far as an actor may know of it, hidden or not: the conversation is theirs, and it is no later than their leaving. */
export const knownMessage = (state: OracleState, actor: UserId, messageId: MessageId): OracleSeen | null => {
  for (const conversation of state.conversations) {
    const message = conversation.messages.find(({ id }) => id === messageId)
    if (message === undefined) continue
    const me = viewerIn(conversation, actor)
    return me === undefined || message.seq > (me.end?.seq ?? Infinity) ? null : { conversation, me, message }
  }
  return null
}

/** A message the actor sees: what they have hidden or cleared is gone for them. */
export const seenMessage = (state: OracleState, actor: UserId, messageId: MessageId): OracleSeen | null => {
  const known = knownMessage(state, actor, messageId)
  return known === null || isOut(known) ? null : known
}

/** Whether a message is out of somebody's own view: hidden, or cleared with what was before it. */
export const isOut = ({ me: { reader }, message }: OracleSeen): boolean =>
  reader.hidden.has(message.id) || message.seq <= reader.clearedSeq

/** What every change to a message starts with: it is seen, by an active member. */
export const onMessage = (
  state: OracleState,
  { actor, messageId }: { readonly actor: UserId; readonly messageId: MessageId },
  change: (seen: OracleSeen) => Expected | null,
): Expected => {
  const seen = seenMessage(state, actor, messageId)
  if (seen === null) return refused('not_found')
  if (seen.me.status !== 'active') return refused('not_a_member')
  return change(seen) ?? { answer: messageView(seen.conversation, seen.message) }
}
