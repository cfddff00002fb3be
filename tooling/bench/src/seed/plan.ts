/** How much to load, and where. */
export interface Size {
  readonly messages: number
  readonly conversations: number
}

/**
 * Who is in what. The first conversation is big: a tenth of all messages, 100 members (`m0` to `m99`). Of the others the
 * first 10,000 are between `hub` and `calm`, the rest between two users of their own. `hub` has not read the last few
 * messages of 100 conversations, `calm` has read everything.
 */
export const people = { hub: 'hub', calm: 'calm', crowd: 100, hubbed: 10_000, unread: 100, unreadEach: 5 } as const

/** What is searched for: a word of every message, one of each thousandth, and one of a single message. */
export const words = { frequent: 'message', middle: 'sometimes', every: 1_000, rare: '4321' } as const

/** How many messages come after the log's floor: what a server would have kept of its change log. */
export const keptChanges = 900_000

/** How many messages the big conversation gets. */
export const bigMessages = ({ messages }: Size): number => Math.ceil(messages / 10)

/** How many conversations `hub` is in. */
export const hubConversations = ({ conversations }: Size): number => Math.min(conversations - 1, people.hubbed)

/** Milliseconds between two messages: all of them lie within six days, for the change log forgets after a week. */
export const spacing = ({ messages }: Size): number => Math.floor((6 * 86_400_000) / messages)
