/**
 * SQL: which versions of the rows of a conversation `c` and a reader `r` these are: the transaction that wrote them, which is another one
 * after each write, and stays what it was when rows are frozen or their table is written anew.
 */
export const rowVersions = {
  conversation: ['xmin as conversation_version'],
  reader: ['xmin as reader_version'],
} as const

/**
 * SQL: all that can change what the inbox of a viewer says of the row `p` of its page. Whatever is done to a conversation, its members and its
 * messages raises its revision or its settings version, and so writes its row; what its reader does to their own view writes the reader's, or
 * adds to what they have hidden. Who has hidden nothing anywhere is asked for once.
 */
export const versionOf = (
  p: string,
  viewer = '$1::text',
): string => `concat_ws(' ', ${p}.conversation_version, ${p}.reader_version, case
    when (select h.seq from msg.hidden h where h.user_id = ${viewer} order by h.user_id, h.conversation_id, h.seq limit 1) is null then 0
    else (select count(*) from msg.hidden h where h.user_id = ${viewer} and h.conversation_id = ${p}.conversation_id) end)`
