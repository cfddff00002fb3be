import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { Member } from '../../model/member.ts'
import { id, inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { MemberRecord } from '../../ports/store.ts'
import type { ListMembersInput, MemberPage } from '../../session.ts'
import type { Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({ conversationId: id, after: optional(token), limit: pageLimit })

export const listMembers: Verb<ListMembersInput, MemberPage> = async (context, input) => {
  const { store, directory, cursors, me } = context
  const { conversationId, after, limit } = read(input)
  const purpose = `members ${conversationId}`
  const [above] = after === undefined ? [] : cursors.unseal(purpose, me, after)
  const query = { ...(above === undefined ? {} : { above }), limit: limit + 1 }
  const found = await seen(context, { conversationId }, (viewer) => store.members(viewer, conversationId, query))
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
