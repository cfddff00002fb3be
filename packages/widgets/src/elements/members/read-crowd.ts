import type { CallOptions, MemberPage, Session } from '@msg/core'

/** What of a crowd is read. */
export interface CrowdInput {
  readonly conversationId: string
  /** What was read before; null to begin anew. */
  readonly before: MemberPage | null
  /** Not less than so many members, of as many as there are. */
  readonly least: number
}

/** Who is in a conversation of more than a timeline knows: at least one page more than was read before. */
export const readCrowd = async (
  session: Session,
  { conversationId, before, least }: CrowdInput,
  options: CallOptions,
): Promise<MemberPage> => {
  const after = before?.next ?? null
  const input = { conversationId, limit: 100, ...(after === null ? {} : { after }) }
  const { next, ...page } = await session.members.list(input, options)
  const members = [...(before?.members ?? []), ...page.members]
  const read = { members, profiles: [...(before?.profiles ?? []), ...page.profiles], next }
  return next === null || members.length >= least
    ? read
    : readCrowd(session, { conversationId, before: read, least }, options)
}
