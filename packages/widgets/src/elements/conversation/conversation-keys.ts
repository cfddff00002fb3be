import type { SideDialog } from './side-dialogs.ts'

/** The conversation as its keys move in it. */
export interface ConversationParts {
  /** Whether Mod+F is ours. */
  readonly findKey: boolean
  /** Whether it lists its keys itself. */
  readonly helps: boolean
  readonly focusedPart: 'messages' | 'composer' | null
  focusMessages(): void
  focusComposer(): void
}

/** Does what a key means anywhere in a conversation; false where it means nothing here, or somebody else is meant. */
export const conversationKey = (
  event: KeyboardEvent,
  parts: ConversationParts,
  show: (dialog: SideDialog) => void,
): boolean => {
  const { key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event
  if (defaultPrevented || altKey) return false
  if (key === 'F6') return toNextPart(shiftKey, parts)
  if (!ctrlKey && !metaKey) return false
  if (key === '/' && parts.helps) {
    show('keys')
    return true
  }
  if (key.toLowerCase() !== 'f' || shiftKey || !parts.findKey) return false
  show('find')
  return true
}

/** What lies before and after the two, the page or the inbox knows. */
const toNextPart = (backwards: boolean, parts: ConversationParts): boolean => {
  if (backwards && parts.focusedPart === 'composer') parts.focusMessages()
  else if (!backwards && parts.focusedPart === 'messages') parts.focusComposer()
  else return false
  return true
}
