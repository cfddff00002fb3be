import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { Member } from '../../model/member.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { MemberRecord } from '../../ports/store.ts'
import type { ListMembersInput, MemberPage } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({ conversationId: id, after: optional(token), limit: pageLimit })

export const listMembers: Verb<ListMembersInput, MemberPage> = async ({ store, directory, cursors, me }, input) => {
  const { conversationId, after, limit } = read(input)
  const purpose = `members ${conversationId}`
  const [above] = after === undefined ? [] : cursors.unseal(purpose, me, after)
  const found = await store.members(me, conversationId, { ...(above === undefined ? {} : { above }), limit: limit + 1 })
  if (found === null) throw notFound()
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    members: page.map(withoutOrdinal),
    profiles: await profilesOf(
      directory,
      page.map((member) => member.userId),
    ),
    next: found.length > limit && last !== undefined ? cursors.seal(purpose, me, [last.ordinal]) : null,
  }
}

const withoutOrdinal = ({ ordinal, ...member }: MemberRecord): Member => member
