/** What a conversation that somebody sees is made of, as SQL. The viewer is $1. */
import { countCap } from '@msg/core'
import { countsFor, notHidden } from './hidden.ts'
import { unpurged } from './lens.ts'
import { endless, stretch, unforeseen, walk } from './walk.ts'

/** SQL: whose messages, and between which numbers of theirs. */
export interface Seen {
  readonly conversation: string
  readonly above: string
  readonly below: string
}

const messagesOf = ({ conversation, above, below }: Seen): string => `from msg.message u
    where ${stretch(['u.conversation_id', 'u.seq'], conversation, [above, below])}`

/** SQL: the last message `u` that is seen, as what follows a list of columns. Along the primary key of message. */
export const lastMessage = (seen: Seen): string => `${messagesOf(seen)}
      and ${unpurged} and ${notHidden('$1::text', seen.conversation)}
    order by u.conversation_id desc, u.seq desc limit ${unforeseen('1')}`

/** SQL: how many messages count as unread, to one above the cap. Along the primary key of message. */
export const unreadCount = (seen: Seen): string => `(select count(*) from (
      select ${messagesOf(seen)}
        and ${countsFor('$1::text', seen.conversation)}
      order by u.conversation_id, u.seq limit ${unforeseen(String(countCap + 1))}) counted)`

/** SQL: the first members, along member_order. */
export const firstMembers = (conversation: string): string => `array(select a.user_id from msg.member a
      where a.status = 'active' and ${walk(['a.conversation_id', 'a.ordinal'], conversation, ['0', endless])}
      order by a.conversation_id, a.ordinal limit ${unforeseen('8')})`

/** SQL: what the viewer is there, by their membership `m` and reader row `r` (null for none). */
export const standingColumns = (m: string, r: string): readonly string[] => [
  `${m}.role`,
  `coalesce(${m}.status, 'none')`,
  `msg.milliseconds(${m}.joined_at)`,
  `msg.milliseconds(${m}.ended_at)`,
  `coalesce(${r}.read_seq, 0)`,
  `msg.milliseconds(${r}.read_at)`,
  `msg.milliseconds(${r}.replied_at)`,
  `coalesce(${r}.delivered_seq, 0)`,
  `coalesce(${r}.cleared_seq, 0)`,
  `msg.milliseconds(${r}.muted_until)`,
]
