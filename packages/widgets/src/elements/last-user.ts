/** Who one was at a server the last time, for when it cannot be asked. Where nothing may be kept, neither is anything of theirs. */

const keyOf = (url: string): string => `msg-user:${url}`

/** Keeps who one is at a server; null where nobody is signed in. */
export const keepUser = (url: string, userId: string | null): void => {
  try {
    if (userId === null) localStorage.removeItem(keyOf(url))
    else localStorage.setItem(keyOf(url), userId)
  } catch {
    // Denied to the page, or full.
  }
}

/** Who one was; null where that is not known. */
export const lastUser = (url: string): string | null => {
  try {
    return localStorage.getItem(keyOf(url))
  } catch {
    return null
  }
}
