/** How a page of messages leaves the database. */
export interface PageParts {
  /** SQL: the one conversation they are in, and the revision as of which they are seen (null: now). */
  readonly conversation: string
  readonly asOf: string
  /** SQL: a condition on the message `u`. */
  readonly where: string
  readonly order: 'asc' | 'desc'
  readonly limit: string
}

/**
 * SQL: the messages `u` of one conversation as a list of columns, whose order `messages` knows. A list for each message takes
 * Postgres twice as long. Only what is not plain leaves `whole`, as a list of its own: most messages are plain.
 */
export const pageOfMessages = ({ conversation, asOf, where, order, limit }: PageParts): string => `(
  select json_build_array(${conversation}, json_agg(p.id), json_agg(p.seq), json_agg(p.revision), json_agg(p.author_id),
    json_agg(p.verb), json_agg(p.body), json_agg(p.reply_to), json_agg(p.created_at), json_agg(p.whole))
  from (
    select u.id, u.seq, u.revision, u.author_id, u.verb, u.body, u.reply_to, msg.milliseconds(u.created_at) as created_at,
      case when ${asOf} is not null or not msg.is_plain(u) then msg.message_seen(u, ${asOf}) end as whole
    from msg.message u
    where ${where}
    order by u.conversation_id ${order}, u.seq ${order} limit ${limit}) p)`
