/**
 * SQL: whether all guards of an actor's item hold for the conversation row `c`. Those of every send are spelled out, since a call
 * would cost more; what the others ask takes longer to set up than to ask, so that it stands in a function, for when it is asked.
 */
export const guardsHold = (guards: string, actor: string): string => `not exists (
      select from jsonb_array_elements(${guards}) as g
      where (g ->> 'version')::bigint is distinct from case g ->> 'on'
        when 'settings' then coalesce(c.settings_version, 0)
        when 'roster' then coalesce(c.roster_version, 0)
        when 'member' then coalesce((
          select m.version from msg.member m where m.conversation_id = c.id and m.user_id = g ->> 'userId'), 0)
        else msg.msg_guarded_1(g, c.id, ${actor}) end)`

/** What is asked for a guard that few items have. */
export const guarded = `
create function msg.msg_guarded_1(guard jsonb, which uuid, actor text) returns bigint language plpgsql stable as $$
begin
  case guard ->> 'on'
    when 'blocks' then
      return (select count(*) from msg.block b where b.blocker = actor and b.blocked = guard ->> 'userId')
        + (select count(*) from msg.block b where b.blocker = guard ->> 'userId' and b.blocked = actor);
    when 'message' then
      return (select u.version from msg.message u where u.id = (guard ->> 'messageId')::uuid and u.conversation_id = which);
  end case;
end
$$;
`
