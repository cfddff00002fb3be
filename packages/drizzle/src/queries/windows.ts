import type { UserId, Window } from '@msg/core'
import type { Database } from '../database.ts'
import { window } from '../rows/member.ts'

/**
 * SQL: the revision from which on the member `m` learns, and the last one they learn of. Who was removed learns that, also when
 * they had left before, and nothing else any more.
 */
export const learnsFrom = `case m.status when 'removed' then m.revision else m.joined_revision end`
export const learnsUntil = `case m.status when 'removed' then m.revision else m.ended_revision end`

/** Served by member_user. */
export const windowsSql = `
select m.conversation_id as "conversationId", ${learnsFrom} as "joinedRevision", ${learnsUntil} as "endedRevision"
from msg.member m where m.user_id = $1::text`

export const readWindows = async (database: Database, viewer: UserId): Promise<readonly Window[]> =>
  (await database.query(windowsSql, [viewer])).map(window)
