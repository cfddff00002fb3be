/**
 * SQL: whether `reader` may have something unread above `mark` in the conversation row `c`. May say "maybe", never wrongly
 * "no": a wide conversation keeps no flags, a long way is not walked, and what is retracted or hidden is not looked at.
 */
export const unreadAbove = (reader: string, mark: string): string => `(c.wide or c.last_seq - ${mark} > 1000 or exists (
      select from msg.message m where m.conversation_id = c.id and m.seq > ${mark} and m.author_id <> ${reader}))`
