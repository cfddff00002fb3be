import type { ConversationKind } from '../model/conversation.ts'
import type { InboxHead } from '../ports/store.ts'

/** What somebody looks for in their inbox. */
export interface InboxFilter {
  readonly kind?: ConversationKind | undefined
  readonly query?: string | undefined
}

/** Whether a conversation is looked for: by its kind, and by every word being in its title or by whom it has as a member. */
export const isLookedFor = ({ kind, query }: InboxFilter): ((head: InboxHead) => boolean) => {
  const words = query === undefined ? [] : folded(query).split(/\s+/u).filter(Boolean)
  return (head) =>
    (kind === undefined || head.kind === kind) && (query === undefined || head.named || hasEvery(head.title, words))
}

const hasEvery = (title: string | null, words: readonly string[]): boolean => {
  const text = folded(title ?? '')
  return words.every((word) => text.includes(word))
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
