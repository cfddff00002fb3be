import type { Row } from '../../src/importers/index.ts'
import { secondsIn, seeded } from './fixture.ts'
import type { Tables } from './fixture.ts'

/** A participation as it is in the end. */
interface Taking {
  readonly id: number
  readonly conversation_id: number
  readonly user_id: number
  readonly read_at: string | null
  readonly replied_at: string | null
  readonly deleted_at: string | null
}

const users = 40

/**
 * Conversations of two and of more, as django-talkalot's own code would have left them: who writes has read, some read now and
 * then, some have left, some messages are of the same moment, and some users are gone.
 */
export const talkalotTables = (count: number, seed = 11): Tables => {
  const any = seeded(seed)
  const conversations = Math.max(6, Math.floor(count / 100))
  const takings = takingsOf(conversations, any)
  const messages: Row[] = []
  let seconds = 0
  for (let id = 1; id <= count; id += 1) {
    seconds += any(4)
    const conversation = 1 + any(conversations)
    const inIt = (takings.get(conversation) ?? []).filter(({ deleted_at: leftAt }) => leftAt === null)
    const now = secondsIn(seconds)
    const sender = inIt[any(inIt.length)]
    const change = (which: Taking | undefined, to: Partial<Taking>): void => {
      const all = takings.get(conversation) ?? []
      takings.set(
        conversation,
        all.map((taking) => (taking.id === which?.id ? { ...taking, ...to } : taking)),
      )
    }
    const isGone = any(200) === 0
    messages.push({
      id,
      conversation_id: conversation,
      parent_id: null,
      sender_id: isGone ? null : (sender?.user_id ?? 1),
      sent_at: now,
      body: `message ${id} 🐟`,
    })
    if (!isGone) change(sender, { read_at: now, replied_at: now })
    const other = inIt[any(inIt.length)]
    if (any(5) === 0) change(other, { read_at: secondsIn(seconds) })
    else if (any(50) === 0 && inIt.length > 2) change(other, { deleted_at: now })
  }
  const made = [...takings].map(([id, all]) => ({ id, creator_id: all[0]?.user_id ?? null, latest_message_id: null }))
  return {
    talkalot_conversation: made,
    talkalot_participation: [...takings.values()].flat().map((taking) => ({ ...taking })),
    talkalot_message: messages,
  }
}

/** Who is in which conversation: no two are between the same two. */
const takingsOf = (conversations: number, any: (n: number) => number): Map<number, readonly Taking[]> => {
  const pairs = new Set<string>()
  const takings = new Map<number, readonly Taking[]>()
  let id = 0
  for (let conversation = 1; conversation <= conversations; conversation += 1) {
    const first = any(users)
    const step = 1 + any(9)
    const other = (first + step) % users
    const pair = `${Math.min(first, other)} ${Math.max(first, other)}`
    const size = any(3) === 0 || pairs.has(pair) ? 3 + any(3) : 2
    if (size === 2) pairs.add(pair)
    takings.set(
      conversation,
      Array.from({ length: size }, (_, index) => ({
        id: ++id,
        conversation_id: conversation,
        user_id: 1 + ((first + index * step) % users),
        read_at: null,
        replied_at: null,
        deleted_at: null,
      })),
    )
  }
  return takings
}
