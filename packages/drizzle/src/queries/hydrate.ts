import { unpurged } from './lens.ts'
import { unforeseen } from './walk.ts'

/**
 * SQL: a row `ch` of the log with its subject as it is now (null: gone), or, to someone who left, as of the end of their
 * membership: revision `p.as_of` and message `p.until` (null: now). Everything by primary key (what concerns a message names
 * it by `seq`). A list whose order `loggedChange` knows. Messages and receipts, which is nearly everything, are looked up
 * here; a plan that could find any subject costs more to set up than a page of messages to read, so the rest goes through
 * functions. `limit 1`, because a planner without statistics believes in a dozen rows, and would make a bitmap of them.
 */
export const hydrated = `json_build_array(
  ch.position, ch.conversation_id, ch.revision, ch.type, ch.actor, ch.audience, msg.iso(ch.at), ch.owner,
  case when ch.type in ('conversation.created', 'conversation.imported') then msg.founders(ch) end,
  case
    when ch.type in ('conversation.deleted', 'member.removed') then msg.rare_subject(ch, p.as_of)
    when exists (select from msg.conversation c where c.id = ch.conversation_id and c.deleted_at is not null) then null
    when ch.type in ('message.purged', 'message.hidden') then msg.rare_subject(ch, p.as_of)
    when ch.seq is not null then (
      select msg.message_seen(u, p.as_of) from msg.message u
      where u.conversation_id = ch.conversation_id and u.seq = ch.seq and ${unpurged} limit 1)
    when ch.type = 'receipt.advanced' then (
      select case when p.until is null then msg.receipt_state(r) else msg.receipt_seen(r, p.until) end
      from msg.reader r where r.conversation_id = ch.conversation_id and r.user_id = ch.actor limit 1)
    else msg.rare_subject(ch, p.as_of) end)`

/** SQL: the changes at the positions of the CTE `page` (position, as_of, until), at most $limit of them, as one list in log order. */
export const pageOfChanges = (limit: string): string => `(
  select coalesce(json_agg(shown.change order by shown.position), '[]')
  from (select * from page order by position limit ${unforeseen(limit)}) p
  cross join lateral (
    select ch.position, ${hydrated} as change from msg.change ch where ch.position = p.position offset 0) shown)`

/** SQL: the same, but of positions in the array `known` nothing but the number. A subquery, so that they are looked up in a hash. */
export const pageBeside = (known: string, limit: string): string => `(
  select coalesce(json_agg(coalesce(shown.change, to_json(p.position)) order by p.position), '[]')
  from (
    select page.*, page.position in (select unnest(${known})) as known from page
    order by page.position limit ${unforeseen(limit)}) p
  left join lateral (
    select ${hydrated} as change from msg.change ch where ch.position = p.position and not p.known offset 0) shown on true)`
