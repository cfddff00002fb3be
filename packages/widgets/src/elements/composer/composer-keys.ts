/** What sends: Enter, or only with Mod. */
export type SendKey = 'enter' | 'mod-enter'

/** How the field stands when a key is pressed. */
export interface FieldState {
  readonly sendKey: SendKey
  /** Nothing is written. */
  readonly isEmpty: boolean
  /** It is about a message that is answered or edited. */
  readonly isAbout: boolean
}

/** What a key does in the field; null where it only writes, or is for somebody else. */
export const composerKey = (
  { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent,
  { sendKey, isEmpty, isAbout }: FieldState,
): 'send' | 'cancel' | 'edit-last' | 'reply-last' | null => {
  if (key === 'Enter' && !shiftKey && (sendKey === 'enter' || ctrlKey || metaKey)) return 'send'
  if (key === 'Escape' && isAbout) return 'cancel'
  if (key === 'ArrowUp' && isEmpty && !isAbout) return shiftKey ? 'reply-last' : 'edit-last'
  return null
}
