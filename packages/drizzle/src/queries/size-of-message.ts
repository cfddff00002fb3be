import type { Message } from '@msg/core'

/** In characters: the name of a user in a list, and a file. */
const takes = { user: 48, file: 256 } as const

/** What a message takes in characters beside what all of them do, roughly: its reactions may be much more than its text. */
export const sizeOfMessage = ({ body, mentions, attachments, reactions }: Message): number =>
  (body?.length ?? 0) +
  takes.file * attachments.length +
  takes.user * reactions.reduce((users, { userIds }) => users + 1 + userIds.length, mentions.length)
