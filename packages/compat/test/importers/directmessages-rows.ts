import { secondsIn, seeded } from './fixture.ts'

/** A row of the one table of drf-directmessages. */
export interface DirectRow {
  readonly id: number
  readonly sender_id: number
  readonly recipient_id: number
  readonly content: string
  readonly sent_at: string | null
  readonly read_at: string | null
  readonly hidden_for_sender: string | null
  readonly hidden_for_recipient: string | null
}

/**
 * Messages among ten users, as its own code would have left them: opening a conversation reads all of it that is visible; some
 * are deleted by one side or both, some are sent at the same moment.
 */
export const directRows = (count: number, seed = 7): readonly DirectRow[] => {
  const any = seeded(seed)
  const rows: DirectRow[] = []
  /** Where in the rows what a user has not read of another is. */
  const unread = new Map<string, number[]>()
  let seconds = 0
  for (let id = 1; id <= count; id += 1) {
    seconds += any(4)
    const [sender, step] = [1 + any(10), 1 + any(9)]
    const recipient = 1 + ((sender - 1 + step) % 10)
    const sentAt = secondsIn(seconds)
    const [hiddenForSender, hiddenForRecipient] = [any(20) === 0 ? sentAt : null, any(20) === 0 ? sentAt : null]
    const row = {
      id,
      sender_id: sender,
      recipient_id: recipient,
      content: `message ${id} 🐟`,
      sent_at: sentAt,
      read_at: null,
    }
    const key = `${recipient} ${sender}`
    if (hiddenForRecipient === null) unread.set(key, [...(unread.get(key) ?? []), rows.length])
    rows.push({ ...row, hidden_for_sender: hiddenForSender, hidden_for_recipient: hiddenForRecipient })
    if (any(6) > 0) continue
    seconds += 1
    const opened = `${sender} ${recipient}`
    for (const at of unread.get(opened) ?? []) {
      const read = rows[at]
      if (read !== undefined) rows[at] = { ...read, read_at: secondsIn(seconds) }
    }
    unread.delete(opened)
  }
  return rows
}
