import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { UserId } from '../../model/ids.ts'
import type { Member } from '../../model/member.ts'
import type { Profile } from '../../model/profile.ts'
import { everyWord, namesOf } from '../../rules/every-word.ts'
import { id, inputOf, optional, pageLimit, text, token } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { MemberRecord } from '../../ports/store.ts'
import type { ListMembersInput, MemberPage } from '../../session.ts'
import type { Verb } from '../context.ts'
import { pagedBy } from '../paged.ts'
import { seen } from '../rights.ts'

const read = inputOf({
  conversationId: id,
  query: optional(text({ characters: limits.query })),
  after: optional(token),
  limit: pageLimit,
})

/** With names to look for a page reads up to 500 members; who wants more goes on from where it ended, found or not. */
export const listMembers: Verb<ListMembersInput, MemberPage> = async (context, input) => {
  const { store, directory, cursors, me } = context
  const { conversationId, query, after, limit } = read(input)
  const purpose = `members ${conversationId}`
  const [above] = after === undefined ? [] : cursors.unseal(purpose, me, after)
  const scan = query === undefined ? limit : limits.memberScan
  const asked = { ...(above === undefined ? {} : { above }), limit: scan + 1 }
  const records = await seen(context, { conversationId }, (viewer) => store.members(viewer, conversationId, asked))
  const { page: looked, last: lastLooked } = pagedBy(scan, records)
  const ids = looked.map(({ userId }) => userId)
  const known = new Map((await profilesOf(directory, ids)).map((profile) => [profile.id, profile]))
  const fitting = query === undefined ? looked : looked.filter(isNamed(query, known))
  const { page, last: lastFitting } = pagedBy(limit, fitting)
  const last = lastFitting ?? lastLooked
  return {
    members: page.map(withoutOrdinal),
    profiles: page.flatMap(({ userId }) => known.get(userId) ?? []),
    next: last === null ? null : cursors.seal(purpose, me, [last.ordinal]),
  }
}

const isNamed = (query: string, known: ReadonlyMap<UserId, Profile>): ((member: MemberRecord) => boolean) => {
  const fits = everyWord(query)
  return ({ userId }) => {
    const profile = known.get(userId)
    return fits(profile === undefined ? userId : namesOf(profile))
  }
}

const withoutOrdinal = ({ ordinal, ...member }: MemberRecord): Member => member
