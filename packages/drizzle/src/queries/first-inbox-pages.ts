import type { InboxRecord } from '@msg/core'
import { createKeptPages } from './kept-pages.ts'
import type { KeptPages } from './kept-pages.ts'
import { sizeOfMessage } from './size-of-message.ts'

/** The first page of an inbox, as it was read. */
export interface FirstInboxPage {
  /** Which records these are, in their order, as `inboxVersionsSql` tells it. */
  readonly versions: string
  readonly records: readonly InboxRecord[]
}

/** The first pages of inboxes, by viewer. */
export type FirstInboxPages = KeptPages<FirstInboxPage>

/** In characters; a conversation takes so many beside its last message. */
const bounds = { room: 16_777_216, beside: 1_024 } as const

export const createFirstInboxPages = (room: number = bounds.room): FirstInboxPages => createKeptPages({ room, sizeOf })

const sizeOf = ({ records }: FirstInboxPage): number =>
  records.reduce(
    (sum, { lastMessage }) => sum + bounds.beside + (lastMessage === null ? 0 : sizeOfMessage(lastMessage)),
    0,
  )
