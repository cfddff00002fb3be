import type { Message, Session, UserId } from '@msg/core'
import { copyOf } from './client-copy.ts'

/** What one call of a race came to. */
export interface Raced {
  readonly actor: UserId
  readonly verb: string
  readonly input: unknown
  readonly answer?: unknown
  readonly code?: string
}

/** A user with a cursor and a copy from before the race. */
export type Watching = Awaited<ReturnType<typeof watch>>

/** Starts watching. */
export const watch = async (session: Session) => {
  const { cursor } = await session.live.read()
  return { session, cursor, copy: await copyOf(session) }
}

/** Whether an answer is a message. */
export const isMessage = (answer: unknown): answer is Message =>
  typeof answer === 'object' && answer !== null && 'seq' in answer && 'authorId' in answer
