import { id, inputOf, pageLimit, seqNumber, userId, withDefault } from '../../rules/input.ts'
import type { ListReadsInput, ReadList } from '../../session.ts'
import type { Verb } from '../context.ts'
import { memberRefusal } from '../member-refusal.ts'

const read = inputOf({ conversationId: id, userId, from: withDefault(seqNumber, 1), limit: pageLimit })

export const listReads: Verb<ListReadsInput, ReadList> = async (context, input) => {
  const { conversationId, limit, ...query } = read(input)
  const found = await context.store.reads(context.me, conversationId, { ...query, limit: limit + 1 })
  if (found === null) throw await memberRefusal(context, conversationId)
  return { reads: found.slice(0, limit), more: found.length > limit }
}
