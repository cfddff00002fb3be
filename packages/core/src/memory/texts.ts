import type { ForgetQuery } from '../ports/store.ts'
import type { MessageRow, Text } from './message-row.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** Forgets all at once: where nothing is locked, there is no need for steps. */
export const forgetTexts = ({ conversations }: MemoryState, { replacedBefore }: ForgetQuery): null => {
  for (const row of conversations.values())
    for (const message of row.messages) message.texts = keptTexts(row, message, replacedBefore)
  return null
}

const keptTexts = (row: ConversationRow, { seq, texts }: MessageRow, replacedBefore: string): readonly Text[] =>
  texts.filter((text, index) => {
    const next = texts[index + 1]
    return (
      next === undefined || next.at >= replacedBefore || isSeen(row, { seq, from: text.revision, to: next.revision })
    )
  })

/** Whether somebody left while a text was the present one. */
const isSeen = (
  { members }: ConversationRow,
  { seq, from, to }: { readonly seq: number; readonly from: number; readonly to: number },
): boolean =>
  [...members.values()].some(
    ({ status, endedSeq, endedRevision }) =>
      status === 'left' && (endedSeq ?? 0) >= seq && (endedRevision ?? 0) >= from && (endedRevision ?? 0) < to,
  )
