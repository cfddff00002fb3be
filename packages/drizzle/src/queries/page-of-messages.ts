import { asColumns } from './as-columns.ts'

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
 * SQL: a message `u` as columns, whose order `plainOrWhole` knows. Only what is not plain leaves `whole`, as a list of its own: most
 * messages are plain.
 */
export const messageColumns = (asOf: string): readonly string[] => [
  'u.id',
  'u.seq',
  'u.revision',
  'u.author_id',
  'u.verb',
  'u.body',
  'u.reply_to',
  'msg.milliseconds(u.created_at)',
  `case when ${asOf} is not null or not msg.is_plain(u) then msg.message_seen(u, ${asOf}) end`,
]

/** SQL: the conversation of messages `u`, and they as columns, whose order `messages` knows. */
export const pageOfMessages = ({ conversation, asOf, where, order, limit }: PageParts): string => `json_build_array(
  ${conversation}, ${asColumns(
    messageColumns(asOf),
    `from msg.message u
    where ${where}
    order by u.conversation_id ${order}, u.seq ${order} limit ${limit}`,
  )})`
