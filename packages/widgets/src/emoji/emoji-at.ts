/** A word for an emoji that is being written after a `:`. */
export interface EmojiBegun {
  /** Where the `:` stands. */
  readonly from: number
  readonly query: string
}

/** Longer than this, no such word is being written any more. */
const longest = 32

/** The word for an emoji before the cursor, of two letters or more; null for none. */
export const emojiAt = (text: string, cursor: number): EmojiBegun | null => {
  const before = text.slice(Math.max(0, cursor - longest), cursor)
  const query = /(?:^|[\s([{]):([\p{L}\p{N}_+-]{2,})$/u.exec(before)?.[1]
  return query === undefined ? null : { from: cursor - query.length - 1, query }
}
