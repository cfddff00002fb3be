import type { UserId, Window } from '@msg/core'
import type { Database } from '../database.ts'
import { window } from '../row-mappers.ts'

/** Served by member_user. */
export const windowsSql = `
select m.conversation_id as "conversationId", m.joined_revision as "joinedRevision", m.ended_revision as "endedRevision"
from msg.member m where m.user_id = $1::text`

export const readWindows = async (database: Database, viewer: UserId): Promise<readonly Window[]> =>
  (await database.query(windowsSql, [viewer])).map(window)
