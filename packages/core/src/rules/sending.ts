import type { ConversationId, MessageId, UserId } from '../model/ids.ts'
import type { Slice } from '../ports/store.ts'
import { contentHash } from './content-hash.ts'
import { activeMember, ownGuards, refuse } from './decision.ts'
import type { Decision } from './decision.ts'

/** A message about to be sent. */
export interface MessageDraft {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly verb: string
  readonly body: string
}

/** What tells a repeat of a send from another use of its id: everything its sender chose. */
export const sendHash = (draft: MessageDraft): string =>
  contentHash({ verb: draft.verb, conversationId: draft.conversationId, body: draft.body })

/** Sending into a conversation: active members, while it is open. */
export const decideSend = (slice: Slice, actor: UserId, draft: MessageDraft): Decision => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  return {
    changes: [{ type: 'message.sent', id: draft.id, verb: draft.verb, body: draft.body, contentHash: sendHash(draft) }],
    guards: ownGuards(slice, me),
  }
}
