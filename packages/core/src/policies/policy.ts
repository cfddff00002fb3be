import type { ConversationId, UserId } from '../model/ids.ts'
import type { ChangeDraft, ConversationFacts, Guard, MemberFacts, MessageFacts } from '../ports/store.ts'
import type { VerbName } from '../verb-name.ts'

/** What somebody is about to do, once the rules allow it. */
export interface Act {
  readonly actor: UserId
  readonly verb: VerbName
  /** When, by the host's clock: milliseconds since 1970. */
  readonly at: number
  readonly conversationId: ConversationId | null
  /** What is known of the conversation; null while it is being made, and for what only reads. */
  readonly conversation: ConversationFacts | null
  /** The actor's membership, where there is one. */
  readonly member: MemberFacts | null
  /** The message acted on, or replied to. */
  readonly message: MessageFacts | null
  /** What is to be written, texts as they were handed in; empty for what only reads. */
  readonly changes: readonly ChangeDraft[]
  /** The other users it reaches out to: whom a conversation is made with, who is invited, who reads the new text in a direct. */
  readonly others: readonly UserId[]
}

/** The codes that policies refuse with. Each verb may answer them. */
export const policyCodes = ['forbidden', 'recipient_refused', 'feature_disabled', 'rate_limited'] as const

/** Why a policy says no. */
export interface PolicyRefusal {
  readonly code: (typeof policyCodes)[number]
  /** Machine-readable; say nothing in it that the actor must not learn. */
  readonly reason: string
  /** Seconds after which trying again may help. */
  readonly retryAfter?: number
}

/** Yes, as long as this still holds when it is committed; if not, everything is decided and asked again. */
export interface PolicyGuard {
  readonly guard: Guard
}

/**
 * A refusal of the host's, asked after visibility and rules and before anything is written: so a policy tells nobody of
 * what they may not see, and can only forbid more. It may do I/O. One that fails is a refusal (`unavailable`).
 *
 * What only reads is asked about too, before anything is read. What changes nothing (a second retraction) is not, nor is what
 * a service does. A call may be asked about again when what it was decided from has changed meanwhile.
 */
export interface Policy {
  /** For the host's logs. */
  readonly name: string
  /** Null: no objection. */
  judge(act: Act): PolicyAnswer | Promise<PolicyAnswer>
}

/** What a policy says of an act. */
export type PolicyAnswer = PolicyRefusal | PolicyGuard | null
