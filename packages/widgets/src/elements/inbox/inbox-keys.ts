import type { ConversationId } from '@msg/core'

/** The inbox as its keys move in it. */
export interface InboxParts {
  /** The conversation before or after the open one, of all or of those with something unread. */
  beside(step: 1 | -1, unread: boolean): ConversationId | null
  open(conversationId: ConversationId): void
  search(): void
  /** Lists the keys. */
  help(): void
  /** Its parts, in the order of reading: each can take the focus, and knows whether it has it. */
  readonly regions: readonly Region[]
}

/** A part of the inbox. */
export interface Region {
  readonly hasFocus: boolean
  focus(): void
}

/** Does what a key means anywhere in the inbox; false where it means nothing here. */
export const inboxKey = (event: KeyboardEvent, parts: InboxParts): boolean => {
  const { key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event
  if (defaultPrevented) return false
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    const next = parts.beside(key === 'ArrowUp' ? -1 : 1, shiftKey)
    if (next !== null) parts.open(next)
    return true
  }
  const mod = ctrlKey || metaKey
  if (mod && key === '/') {
    parts.help()
    return true
  }
  if (mod && key.toLowerCase() === (shiftKey ? 'f' : 'k')) {
    parts.search()
    return true
  }
  if (key !== 'F6') return false
  const { regions } = parts
  const at = regions.findIndex(({ hasFocus }) => hasFocus)
  regions.at((at + (shiftKey ? -1 : 1)) % regions.length)?.focus()
  return true
}
