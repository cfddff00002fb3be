import { unpurged } from './lens.ts'

/**
 * SQL: a row `ch` of the log with its subject as it is now (null: gone), or, to someone who left, as of the end of their
 * membership: revision `p.as_of` and message `p.until` (null: now). Everything by primary key (what concerns a message names it by `seq`); founders are whoever
 * has, or had, the first revision as that of joining.
 */
export const hydrated = `json_build_object(
  'position', ch.position, 'conversationId', ch.conversation_id, 'revision', ch.revision, 'type', ch.type,
  'actor', ch.actor, 'audience', ch.audience, 'at', msg.iso(ch.at),
  'owner', ch.owner,
  'founders', case ch.type when 'conversation.created' then (
    select json_agg(f.user_id order by f.ordinal) from (
      select m.user_id, m.ordinal from msg.member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = 1
      union
      select m.user_id, m.ordinal from msg.past_member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = 1) f)
    when 'conversation.imported' then (
    select json_agg(f.user_id order by f.ordinal) from (
      select m.user_id, m.ordinal from msg.member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = ch.revision
        and m.ended_revision is distinct from ch.revision
      union
      select m.user_id, m.ordinal from msg.past_member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = ch.revision
        and m.ended_revision is distinct from ch.revision) f) end,
  'subject', case
    when ch.type = 'conversation.deleted' then json_build_object('conversationId', ch.conversation_id)
    when ch.type <> 'member.removed'
      and exists (select from msg.conversation c where c.id = ch.conversation_id and c.deleted_at is not null) then null
    when ch.type = 'message.purged' then (
      select json_build_object('conversationId', u.conversation_id, 'messageId', u.id, 'seq', u.seq)
      from msg.message u where u.conversation_id = ch.conversation_id and u.seq = ch.seq)
    when ch.type = 'session.revoked' then json_build_object('userId', ch.user_id)
    when ch.type = 'user.erased' then json_build_object('conversationId', ch.conversation_id, 'userId', ch.user_id)
    when ch.type in ('user.blocked', 'user.unblocked') then json_build_object('userId', ch.user_id, 'at', (
      select msg.iso(b.at) from msg.block b where b.blocker = ch.owner and b.blocked = ch.user_id))
    when ch.type = 'message.hidden' then (
      select json_build_object('conversationId', u.conversation_id, 'messageId', u.id, 'userId', ch.actor)
      from msg.message u where u.conversation_id = ch.conversation_id and u.seq = ch.seq)
    when ch.seq is not null then (
      select msg.message_seen(u, p.as_of) from msg.message u
      where u.conversation_id = ch.conversation_id and u.seq = ch.seq and ${unpurged})
    when ch.type in ('receipt.advanced', 'inbox.cleared', 'inbox.muted') then (
      select case when ch.type = 'inbox.cleared' then msg.cleared_state(r)
        when ch.type = 'inbox.muted' then msg.muted_state(r)
        when p.until is null then msg.receipt_state(r) else msg.receipt_seen(r, p.until) end
      from msg.reader r where r.conversation_id = ch.conversation_id and r.user_id = ch.actor)
    when ch.type in ('conversation.created', 'conversation.updated', 'conversation.imported') then (
      select msg.conversation_seen(c, p.as_of) from msg.conversation c where c.id = ch.conversation_id)
    when p.as_of is not null then msg.member_as_of(ch.conversation_id, ch.user_id, p.as_of)
    else (
      select msg.member_state(m) from msg.member m
      where m.conversation_id = ch.conversation_id and m.user_id = ch.user_id) end)`

/** SQL: the changes at the positions of the CTE `page` (position, as_of, until), at most $limit of them, as one list in log order. */
export const pageOfChanges = (limit: string): string => `(
  select coalesce(json_agg(shown.change order by shown.position), '[]')
  from (select * from page order by position limit ${limit}) p
  cross join lateral (
    select ch.position, ${hydrated} as change from msg.change ch where ch.position = p.position offset 0) shown)`
