import { isService } from '../model/ids.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { ChangeDraft } from '../ports/store.ts'
import type { VerbName } from '../verb-name.ts'
import { refuse } from './decision.ts'
import type { Refused } from './decision.ts'
import { verbTable } from './verb-table.ts'

/** Who acts, and where. */
export interface Acting {
  readonly me: UserId
  /** Where a service acts with all rights; null: everywhere. Means nothing for people. */
  readonly within: ReadonlySet<ConversationId> | null
}

/** The refusal of what only people do, if it is a service that does it: a service has no inbox, reads nothing, joins nothing. */
export const personalVerb = (actor: UserId, verb: VerbName): Refused | null =>
  isService(actor) && verbTable[verb].personal === true ? notForServices() : null

/** The refusal of changes that would make a service a member, if they do. */
export const serviceAmongMembers = (changes: readonly ChangeDraft[]): Refused | null =>
  changes.some(
    (draft) => draft.type === 'conversation.created' && draft.members.some(({ userId }) => isService(userId)),
  )
    ? notForServices()
    : null

/** What only people do. */
export const notForServices = (): Refused => refuse('forbidden', 'a service does not do this', 'service')
