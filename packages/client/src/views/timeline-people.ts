/** Who is in the conversation a timeline shows, and how far each of them has got. */
import { isMsgError } from '@msg/core/errors'
import type { Change, ConversationId, Member, Receipt, UserId } from '@msg/core'
import { isPassing } from '../passing.ts'
import type { Hub } from './hub.ts'
import { createMeanwhile } from './meanwhile.ts'
import { repeated } from './repeated.ts'

/** The members of a conversation that is small enough to show each of them, and their receipts. */
export interface People {
  /** Active members, earliest joined first; null while not known, and where there are more than a hundred. */
  readonly members: readonly Member[] | null
  /** How far each of them has got. */
  readonly receipts: ReadonlyMap<UserId, Receipt>
  /** Of those who left or were removed while somebody looked, the last hundred. */
  readonly ended: readonly Member[]
}

/** People kept as they are. */
export interface PeopleCopy {
  get(): People
  apply(change: Change): void
  /** Reads them again. */
  refresh(): Promise<void>
}

/** Of which conversation. */
export interface PeopleOptions {
  readonly hub: Hub
  readonly conversationId: ConversationId
  readonly signal: AbortSignal
  /** Called when they were read again. */
  refreshed(): void
}

const nobody: People = { members: null, receipts: new Map(), ended: [] }

/** Above this nobody shows each of them, and receipts reach their own reader only. */
const most = 100

/** Makes a copy with nobody in it yet. */
export const createPeopleCopy = ({ hub, conversationId, signal, refreshed }: PeopleOptions): PeopleCopy => {
  const { session, profiles } = hub
  const meanwhile = createMeanwhile()
  let people = nobody
  /** Whether there were more than anybody shows when they were read last: those who join then make no difference. */
  let isCrowd = false

  const read = async (running: AbortSignal): Promise<Omit<People, 'ended'>> => {
    const options = { signal: running }
    const { members, profiles: known, next } = await session.members.list({ conversationId, limit: most }, options)
    profiles.add(known)
    isCrowd = next !== null
    if (isCrowd) return nobody
    // Receipts are for members to see: who only reads does not ask, and is not refused.
    const isMember = members.some(({ userId }) => userId === session.me)
    const answer = isMember
      ? await unlessRefused(session.receipts.list({ conversationId, limit: most }, options))
      : null
    const receipts = answer?.receipts ?? []
    return { members, receipts: new Map(receipts.map((receipt) => [receipt.userId, receipt])) }
  }
  const reading = repeated({
    hub,
    signal,
    run: (running) =>
      meanwhile.during(
        () => read(running),
        (answer, since) => {
          people = { ...answer, ended: people.ended }
          for (const change of since) take(change)
          refreshed()
        },
      ),
    refused() {
      people = nobody
    },
  })
  const take = ({ type, subject }: Change): void => {
    // Of those whom one blocks one is told no receipts.
    const concerns = type === 'member.added' ? !isCrowd : type.startsWith('member.') || type.startsWith('user.')
    if (concerns) void reading.ask()
    if (subject !== 'gone' && 'joinedSeq' in subject) people = withMember(people, subject)
    if (subject !== 'gone' && 'deliveredSeq' in subject) people = withReceipt(people, subject)
  }
  return {
    get: () => people,
    apply(change) {
      meanwhile.note(change)
      take(change)
    },
    refresh: reading.again,
  }
}

/** Who was a member a moment ago may be none any more. */
const unlessRefused = async <Answer>(answer: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await answer
  } catch (error) {
    if (isMsgError(error) && !isPassing(error) && error.code !== 'aborted') return null
    throw error
  }
}

/** Who comes back is no longer one who left. */
const withMember = (people: People, member: Member): People => {
  const others = people.ended.filter(({ userId }) => userId !== member.userId)
  const ended = member.status === 'active' ? others : [...others, member].slice(-most)
  return { ...people, ended }
}

/** Watermarks only move up. */
const withReceipt = (people: People, receipt: Receipt): People => {
  const known = people.receipts.get(receipt.userId)
  if (known === undefined) return people
  const reads = receipt.readSeq > known.readSeq
  const delivers = receipt.deliveredSeq > known.deliveredSeq
  if (!reads && !delivers) return people
  const { readSeq, readAt } = reads ? receipt : known
  const { deliveredSeq, deliveredAt } = delivers ? receipt : known
  const later = { ...known, readSeq, readAt, deliveredSeq, deliveredAt }
  return { ...people, receipts: new Map(people.receipts).set(receipt.userId, later) }
}
