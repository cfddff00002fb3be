/** Items on a page, at most: `limits.page`, for bundles that need no other bound. */
export const mostOnPage = 100

/** Every bound on input, in one place. Tests try each at n and n + 1. */
export const limits = {
  /** Characters (code points) of a user id. */
  userId: 255,
  /** Characters (code points) of a message body. */
  body: 16_384,
  /** Bytes of a message body in UTF-8. */
  bodyBytes: 65_536,
  /** Characters (code points) of a title. */
  title: 256,
  /** Characters of a message's verb. */
  verb: 64,
  /** Other members when a group is started. */
  founders: 1_000,
  /** Users added at once. */
  addedAtOnce: 50,
  /** Users a message may speak to. */
  mentions: 50,
  /** Files a message may carry. */
  attachments: 10,
  /** Bytes of a file: 10 MiB. */
  attachmentBytes: 10_485_760,
  /** Characters (code points) of a file's name. */
  fileName: 255,
  /** Bytes of an emoji in UTF-8. */
  emojiBytes: 64,
  /** Different emoji of one user on one message. */
  ownEmojis: 20,
  /** Different emoji on one message. */
  emojis: 100,
  /** Characters (code points) of what is searched for. */
  query: 256,
  /** Conversations a page of a filtered inbox looks at. */
  inboxScan: 200,
  /** Users by whose names an inbox is filtered at once. */
  inboxNames: 50,
  /** Members whose names a page of a conversation's members looks at. */
  memberScan: 500,
  /** Items of a kind in an import, and advances or hidden messages of one reader in it. */
  imported: 5_000,
  /** Characters (UTF-16 units) of the memo on a claim. */
  claimMemo: 65_536,
  /** The number of a message that an input may name: what fits the storage's integer. */
  seq: 2_147_483_647,
  /** Items on a page. */
  page: mostOnPage,
  /** Items on a page when not said. */
  pageDefault: 50,
  /** Rows of `messages.stats`. */
  statsRows: 1_000,
  /** Changes on a page of `live.read`. */
  changes: 500,
  /** Changes on a page of `live.read` when not said. */
  changesDefault: 100,
} as const
