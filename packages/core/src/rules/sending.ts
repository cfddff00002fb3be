import type { ConversationId, MessageId, UserId } from '../model/ids.ts'
import type { Slice } from '../ports/store.ts'
import { contentHash } from './content-hash.ts'
import { activeMember, notFound, ownGuards, refuse } from './decision.ts'
import type { Decision, Refused } from './decision.ts'
import { wordsOf } from './search-text.ts'

/** A message about to be sent. */
export interface MessageDraft {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly verb: string
  readonly body: string
  readonly replyTo: MessageId | null
  readonly mentions: readonly UserId[]
}

/** What tells a repeat of a send from another use of its id: everything its sender chose. */
export const sendHash = ({ id, ...chosen }: MessageDraft): string => contentHash({ ...chosen })

/** Sending into a conversation: active members, while it is open, to messages and members of it. */
export const decideSend = (slice: Slice, actor: UserId, draft: MessageDraft): Decision => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  if (draft.replyTo !== null && slice.message?.hidden !== false) return { refusal: notFound() }
  const strangers = strangersAmong(slice, draft.mentions)
  if (strangers !== null) return strangers
  const { conversationId, ...message } = draft
  return {
    changes: [{ type: 'message.sent', ...message, words: wordsOf(draft.body), contentHash: sendHash(draft) }],
    guards: ownGuards(slice, me),
  }
}

/** A mention is of an active member: anybody else would never see it. */
export const strangersAmong = (slice: Slice, mentions: readonly UserId[]): Refused | null => {
  const active = new Set(slice.members.filter(({ status }) => status === 'active').map(({ userId }) => userId))
  return mentions.every((userId) => active.has(userId))
    ? null
    : refuse('forbidden', 'only members can be mentioned', 'not_members')
}
