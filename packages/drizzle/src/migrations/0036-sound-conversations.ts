/**
 * What a conversation's columns must be to each other is looked at when one of them is written, by a trigger. As check constraints it
 * was looked at whenever anything was: Postgres reads the expressions of all ten anew for each statement, and every send counts a
 * message in the row.
 */
export const soundConversations = `
create function msg.msg_sound_1() returns trigger language plpgsql as $$
begin
  if false in (
    new.kind in ('direct', 'group', 'room', 'channel'),
    new.invite_policy in ('members', 'admins'),
    new.visibility in ('public', 'private'),
    new.join_policy in ('open', 'closed'),
    new.kind = 'room' or new.visibility = 'private' and new.join_policy = 'closed',
    (new.kind = 'direct') = (new.direct_low is not null and new.direct_high is not null),
    new.direct_low collate "C" < new.direct_high,
    new.set_key is null or new.by_sending and new.kind = 'group',
    (new.target_type is null) = (new.target_id is null),
    case new.kind when 'channel' then new.target_type is not null when 'room' then true else new.target_type is null end
  ) then
    raise exception 'the columns of conversation % do not go together', new.id
      using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name, constraint = tg_name;
  end if;
  return new;
end
$$;

create trigger conversation_sound before insert or update of kind, invite_policy, visibility, join_policy, direct_low, direct_high,
  set_key, by_sending, target_type, target_id on msg.conversation for each row execute function msg.msg_sound_1();

alter table msg.conversation
  drop constraint if exists conversation_kind_check,
  drop constraint if exists conversation_invite_policy_check,
  drop constraint if exists conversation_visibility_check,
  drop constraint if exists conversation_join_policy_check,
  drop constraint if exists conversation_check,
  drop constraint if exists conversation_check1,
  drop constraint if exists conversation_check2,
  drop constraint if exists conversation_check3,
  drop constraint if exists conversation_check4,
  drop constraint if exists conversation_check5;
`
