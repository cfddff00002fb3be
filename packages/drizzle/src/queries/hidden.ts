/** SQL: whether `viewer` has not hidden the message `u`. One probe of the primary key of hidden; the fence keeps it that. */
export const notHidden = (viewer: string): string => `not exists (
    select from msg.hidden h
    where h.user_id = ${viewer} and h.conversation_id = u.conversation_id and h.seq = u.seq offset 0)`

/** SQL: whether the message `u` counts as unread for `reader`, when it is above their watermark. */
export const countsFor = (reader: string): string =>
  `u.author_id <> ${reader} and u.retracted_at is null and ${notHidden(reader)}`
