import type { CallOptions, MemberPage, Session } from '@msg/core'

/** What of a crowd is read. */
export interface CrowdInput {
  readonly conversationId: string
  /** What was read before; null to begin anew. */
  readonly before: MemberPage | null
  /** Only those of a name; empty for all. */
  readonly query: string
  /** Not less than so many members, of as many as there are. */
  readonly least: number
}

/** Who is in a conversation of more than a timeline knows: at least one page more than was read before. */
export const readCrowd = async (
  session: Session,
  { conversationId, query, before, least }: CrowdInput,
  options: CallOptions,
): Promise<MemberPage> => {
  const after = before?.next ?? null
  const input = { conversationId, limit: 100, ...(query === '' ? {} : { query }), ...(after === null ? {} : { after }) }
  const { next, ...page } = await session.members.list(input, options)
  const members = [...(before?.members ?? []), ...page.members]
  const read = { members, profiles: [...(before?.profiles ?? []), ...page.profiles], next }
  return next === null || members.length >= least
    ? read
    : readCrowd(session, { conversationId, query, before: read, least }, options)
}
