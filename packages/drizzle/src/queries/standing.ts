import type { ConversationId, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { gathered } from '../gathered.ts'
import type { Gathered } from '../gathered.ts'
import { columns } from '../rows/values.ts'
import type { LatestPage } from './latest-pages.ts'
import { lens, looking } from './lens.ts'
import { unforeseen } from './walk.ts'

/** Who looks at a page that was read before. */
export interface Standing {
  readonly viewer: Viewer
  readonly conversationId: ConversationId
  readonly page: LatestPage
}

/**
 * For each viewer (of $1, whom $3 admits) the revision of a conversation (of $2), if they see all of its messages from a number (of $4) to
 * another (of $5) as they are now; else null. Along primary keys.
 */
export const standingSql = `
select json_agg(f.revision order by a.place) as revisions
from unnest(${['text', 'uuid', 'boolean', 'bigint', 'bigint'].map((type, at) => unforeseen(`$${at + 1}::${type}[]`)).join(', ')})
  with ordinality as a (viewer, id, admitted, lowest, highest, place)
left join lateral (
  select c.revision from ${lens('a.viewer', 'a.admitted')}
  where c.id = a.id and v.sight = 'present' and v.cleared < a.lowest and (
    select h.seq from msg.hidden h
    where h.user_id = a.viewer and h.conversation_id = a.id and h.seq between a.lowest and a.highest limit 1) is null
  offset 0) f on true`

/**
 * Asks whether pages that were read before are what their viewers would read now. Who asks while others are being answered is
 * asked for together with whoever else does.
 */
export const createStanding = (database: Database): Gathered<Standing, boolean> =>
  gathered(async (asked) => {
    const lookers = asked.map(({ viewer }) => looking(viewer))
    const [row] = await database.query(standingSql, [
      lookers.map(([userId]) => userId),
      asked.map(({ conversationId }) => conversationId),
      lookers.map(([, admitted]) => String(admitted)),
      asked.map(({ page }) => String(page.messages.at(-1)?.seq)),
      asked.map(({ page }) => String(page.messages[0]?.seq)),
    ])
    const revisions = columns(row?.['revisions'])
    return asked.map(({ page }, at) => revisions[at] === page.revision)
  })
