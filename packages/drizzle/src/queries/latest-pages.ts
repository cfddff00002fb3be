import type { Message } from '@msg/core'
import { createKeptPages } from './kept-pages.ts'
import type { KeptPages } from './kept-pages.ts'
import { sizeOfMessage } from './size-of-message.ts'

/** The latest messages of a conversation, as whoever sees its present and has neither cleared nor hidden any of them sees them. */
export interface LatestPage {
  /** As of this revision of the conversation. */
  readonly revision: number
  /** Newest first, as many as were asked for or all there are; at least one. */
  readonly messages: readonly Message[]
}

/** The latest messages of conversations, by conversation. */
export type LatestPages = KeptPages<LatestPage>

/** In characters; a message takes so many beside what it carries. */
const bounds = { room: 8_388_608, beside: 512 } as const

export const createLatestPages = (room: number = bounds.room): LatestPages => createKeptPages({ room, sizeOf })

const sizeOf = ({ messages }: LatestPage): number =>
  messages.reduce((sum, message) => sum + bounds.beside + sizeOfMessage(message), 0)
