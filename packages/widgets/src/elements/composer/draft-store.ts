/** Drafts: kept in this browser only, by user and conversation. Where nothing may be kept, they last as long as the page. */

const prefix = 'msg-draft:'
const unsaved = new Map<string, string>()

const storage = (): Storage | null => {
  try {
    return localStorage
  } catch {
    // Denied to the page, as in an embedded frame.
    return null
  }
}

/** The draft kept under a key; empty for none. */
export const draftOf = (key: string): string => unsaved.get(key) ?? storage()?.getItem(prefix + key) ?? ''

/** Whether the draft under a key may be another by now, as another page of this browser says. */
export const isDraft = (key: string, { key: changed }: StorageEvent): boolean => changed === prefix + key

/** Keeps a draft; an empty one is forgotten. */
export const keepDraft = (key: string, text: string): void => {
  try {
    if (text === '') storage()?.removeItem(prefix + key)
    else storage()?.setItem(prefix + key, text)
    unsaved.delete(key)
  } catch {
    unsaved.set(key, text)
  }
}

/** Forgets every draft: for signing out. */
export const forgetDrafts = (): void => {
  unsaved.clear()
  const kept = storage()
  if (kept === null) return
  for (const key of Object.keys(kept)) if (key.startsWith(prefix)) kept.removeItem(key)
}
