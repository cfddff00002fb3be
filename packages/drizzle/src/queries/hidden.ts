/**
 * SQL: whether the message `u` is not among those that `viewer` has hidden in a conversation, which are looked up once, along
 * the primary key of hidden. To a planner without statistics this, and what `countsFor` asks, is true of nearly every message,
 * as it is in truth: were it a rare thing (`not exists`, `retracted_at is null`), it would fetch and sort a whole conversation
 * rather than walk to the limit.
 */
export const notHidden = (viewer: string, conversation: string): string => `u.seq <> all (array(
    select h.seq from msg.hidden h where h.user_id = ${viewer} and h.conversation_id = ${conversation}))`

/** SQL: whether the message `u` counts as unread for `reader`, when it is above their watermark. The body of a retracted one is null. */
export const countsFor = (reader: string, conversation: string): string =>
  `u.author_id <> ${reader} and u.body is not null and ${notHidden(reader, conversation)}`
