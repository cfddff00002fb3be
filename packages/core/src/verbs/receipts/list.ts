import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { ConversationId } from '../../model/ids.ts'
import type { MsgError } from '../../errors.ts'
import type { Receipt } from '../../model/receipt.ts'
import type { ReceiptRecord } from '../../ports/store.ts'
import { activeMember, notFound } from '../../rules/decision.ts'
import { id, inputOf, optional, pageLimit, seqNumber, token } from '../../rules/input.ts'
import type { ListReceiptsInput, ReceiptPage } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { factsOf } from '../rights.ts'

const read = inputOf({ conversationId: id, seq: optional(seqNumber), after: optional(token), limit: pageLimit })

export const listReceipts: Verb<ListReceiptsInput, ReceiptPage> = async (context, input) => {
  const { store, directory, cursors, me } = context
  const { conversationId, seq, after, limit } = read(input)
  const purpose = `receipts ${conversationId}`
  const [above] = after === undefined ? [] : cursors.unseal(purpose, me, after)
  const found = await store.receipts(me, conversationId, {
    ...(seq === undefined ? {} : { seq }),
    ...(above === undefined ? {} : { above }),
    limit: limit + 1,
  })
  if (found === null) throw await refusalOf(context, conversationId)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    receipts: page.map(withoutOrdinal),
    profiles: await profilesOf(
      directory,
      page.map((receipt) => receipt.userId),
    ),
    next: found.length > limit && last !== undefined ? cursors.seal(purpose, me, [last.ordinal]) : null,
  }
}

const withoutOrdinal = ({ ordinal, ...receipt }: ReceiptRecord): Receipt => receipt

/** Who sees the conversation is told that they are no member; nobody else learns that there is anything. */
const refusalOf = async (context: Context, conversationId: ConversationId): Promise<MsgError> => {
  const facts = await factsOf(context, { conversationId })
  const member = facts === null ? null : activeMember(facts, context.me)
  return member !== null && 'refusal' in member ? member.refusal : notFound()
}
