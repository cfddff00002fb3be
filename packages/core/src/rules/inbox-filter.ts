import type { ConversationKind } from '../model/conversation.ts'
import type { InboxHead } from '../ports/store.ts'
import { everyWord } from './every-word.ts'

/** What somebody looks for in their inbox. */
export interface InboxFilter {
  readonly kind?: ConversationKind | undefined
  readonly query?: string | undefined
}

/** Whether a conversation is looked for: by its kind, and by every word being in its title or by whom it has as a member. */
export const isLookedFor = ({ kind, query = '' }: InboxFilter): ((head: InboxHead) => boolean) => {
  const fits = everyWord(query)
  return (head) => (kind === undefined || head.kind === kind) && (head.named || fits(head.title ?? ''))
}
