/** How rows leave the database: the model's shapes as JSON, times as ISO 8601 in UTC with milliseconds. */
export const subjects = `
create function msg.iso(moment timestamptz) returns text language sql stable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

create function msg.conversation_state(c msg.conversation) returns json language sql stable
return json_build_object('id', c.id, 'kind', c.kind, 'title', c.title, 'createdBy', c.created_by,
  'createdAt', msg.iso(c.created_at), 'invitePolicy', c.invite_policy, 'closedAt', msg.iso(c.closed_at),
  'revision', c.state_revision);

create function msg.member_state(m msg.member) returns json language sql stable
return json_build_object('conversationId', m.conversation_id, 'userId', m.user_id, 'role', m.role, 'status', m.status,
  'joinedAt', msg.iso(m.joined_at), 'joinedSeq', m.joined_seq, 'endedAt', msg.iso(m.ended_at),
  'endedSeq', m.ended_seq, 'revision', m.revision);

create function msg.message_state(m msg.message) returns json language sql stable
return json_build_object('id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'revision', m.revision,
  'authorId', m.author_id, 'verb', m.verb, 'body', m.body, 'createdAt', msg.iso(m.created_at));

create function msg.receipt_state(r msg.reader) returns json language sql stable
return json_build_object('conversationId', r.conversation_id, 'userId', r.user_id, 'readSeq', r.read_seq,
  'readAt', msg.iso(r.read_at));

create function msg.used_message(m msg.message) returns json language sql stable
return json_build_object('conversationId', m.conversation_id, 'authorId', m.author_id, 'contentHash', m.content_hash,
  'message', msg.message_state(m));

create function msg.used_conversation(c msg.conversation) returns json language sql stable
return json_build_object('conversationId', c.id, 'authorId', c.created_by, 'contentHash', c.content_hash,
  'message', null);
`
