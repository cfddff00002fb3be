/**
 * That something of a user's is not sent yet, where a page can see it without opening the outbox: such a page connects although
 * nobody has touched it. Where nothing may be kept, neither is an outbox.
 */

const keyOf = (userId: string): string => `msg-unsent:${userId}`

/** Sets the mark, or takes it away. */
export const markUnsent = (userId: string, unsent: boolean): void => {
  try {
    if (unsent) localStorage.setItem(keyOf(userId), '1')
    else localStorage.removeItem(keyOf(userId))
  } catch {
    // Denied to the page, or full.
  }
}

/** Whether it is set. */
export const isUnsent = (userId: string): boolean => {
  try {
    return localStorage.getItem(keyOf(userId)) !== null
  } catch {
    return false
  }
}
