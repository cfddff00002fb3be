/** The emoji somebody used last: kept in this browser; where nothing may be kept, as long as the page. */

const key = 'msg-emoji'
const most = 24
/** What is offered to somebody who has used none. */
const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀'] as const
let unsaved: readonly string[] = []

/** Those used last, the latest first, then the usual ones. */
export const recentEmoji = (): readonly string[] => [...new Set([...kept(), ...usual])].slice(0, most)

/** Remembers that one was used. */
export const rememberEmoji = (emoji: string): void => {
  unsaved = [...new Set([emoji, ...kept()])].slice(0, most)
  try {
    localStorage.setItem(key, JSON.stringify(unsaved))
  } catch {
    // Denied to the page, or full: it lasts as long as the page.
  }
}

const kept = (): readonly string[] => {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(read) ? read.filter((one) => typeof one === 'string') : unsaved
  } catch {
    return unsaved
  }
}
