import type { Conversation, Member, Timestamp, UserId } from '@msg/core'
import type { People } from './timeline-people.ts'
import type { Stretch } from './timeline-window.ts'

/** That somebody came or went, to be shown between messages. It is no message: nobody can answer or read it. */
export interface TimelineLine {
  /** The key to render by. */
  readonly id: string
  readonly type: 'joined' | 'left' | 'removed'
  readonly userId: UserId
  readonly at: Timestamp
  /** The number of the message it stands after; 0 before all. */
  readonly afterSeq: number
}

/** What lines are made of. */
export interface LineParts {
  readonly conversation: Conversation | null
  readonly people: People
  readonly stretch: Stretch
}

/** Who came and went where the messages shown are from, in order. Those who were there from the beginning did not come. */
export const linesOf = ({ conversation, people, stretch }: LineParts): readonly TimelineLine[] => {
  if (conversation === null || conversation.kind === 'direct') return []
  const { from, to, atEnd } = stretch
  const isShown = ({ afterSeq }: TimelineLine): boolean => afterSeq >= from && (atEnd || afterSeq < to)
  return [...(people.members ?? []), ...people.ended]
    .flatMap((member) =>
      member.joinedAt === conversation.createdAt ? endOf(member) : [joinOf(member), ...endOf(member)],
    )
    .filter(isShown)
    .toSorted((a, b) => a.afterSeq - b.afterSeq || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

const joinOf = ({ userId, joinedAt, joinedSeq }: Member): TimelineLine => ({
  id: `joined ${joinedAt} ${userId}`,
  type: 'joined',
  userId,
  at: joinedAt,
  afterSeq: joinedSeq,
})

const endOf = ({ userId, status, endedAt, endedSeq }: Member): readonly TimelineLine[] =>
  status === 'active' || endedAt === null || endedSeq === null
    ? []
    : [{ id: `${status} ${endedAt} ${userId}`, type: status, userId, at: endedAt, afterSeq: endedSeq }]
