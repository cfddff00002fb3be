import type { Viewer } from '@msg/core'

/**
 * SQL: how a viewer sees the conversation `c`, by their membership `m` (null for none): the `present`, the `past` up to the
 * end of their membership, or (null) nothing. The statement's parameter `admitted` is core's word for those whom the host's
 * targets admit.
 */
const sight = (admitted: string): string => `case
  when c.deleted_at is not null then null
  when ${admitted} or m.status = 'active' then 'present'
  when c.kind = 'room' and c.visibility = 'public' then
    case when c.target_type is null and m.status is distinct from 'removed' then 'present' end
  when m.status = 'left' then 'past' end`

/**
 * SQL: the lens through which every query looks. The rows `c` (the conversation), `m` and `r` (the viewer's membership and
 * reader row, null where there is none) and `v`: `sight` as above, up to which message and as of which revision (null for
 * the present) and above which cleared message they see. Join it to a condition on `c.id`, and ask for `v.sight`.
 * Served by primary keys: two lookups beside that of the conversation. `viewer` and `admitted` are parameters.
 */
export const lens = (viewer: string, admitted: string): string => `msg.conversation c
  left join msg.member m on m.conversation_id = c.id and m.user_id = ${viewer}
  left join msg.reader r on r.conversation_id = c.id and r.user_id = ${viewer}
  cross join lateral (select ${sight(admitted)} as sight) s
  cross join lateral (
    select s.sight, case s.sight when 'past' then m.ended_seq end as until, case s.sight when 'past' then m.ended_revision end as as_of,
      coalesce(r.cleared_seq, 0) as cleared) v`

/**
 * SQL: whether the message `u` was not purged: of a purged one there is neither text nor retraction. Written so that it looks
 * true of nearly every message to a planner without statistics.
 */
export const unpurged = '(u.body is not null or u.retracted_at is not null)'

/** The parameters of a lens: who looks, and whether core admits them. */
export const looking = (viewer: Viewer): readonly [userId: string, admitted: boolean] =>
  typeof viewer === 'string' ? [viewer, false] : [viewer.userId, viewer.admitted]
