import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { Receipt } from '../../model/receipt.ts'
import type { ReceiptRecord } from '../../ports/store.ts'
import { id, inputOf, optional, pageLimit, seqNumber, token } from '../../rules/input.ts'
import type { ListReceiptsInput, ReceiptPage } from '../../session.ts'
import type { Verb } from '../context.ts'
import { memberRefusal } from '../member-refusal.ts'
import { pagedBy } from '../paged.ts'

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
  if (found === null) throw await memberRefusal(context, conversationId)
  const { page, last } = pagedBy(limit, found)
  return {
    receipts: page.map(withoutOrdinal),
    profiles: await profilesOf(
      directory,
      page.map((receipt) => receipt.userId),
    ),
    next: last === null ? null : cursors.seal(purpose, me, [last.ordinal]),
  }
}

const withoutOrdinal = ({ ordinal, ...receipt }: ReceiptRecord): Receipt => receipt
