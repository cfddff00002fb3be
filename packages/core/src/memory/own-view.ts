import type { MessageId, Timestamp } from '../model/ids.ts'
import type { Stamp } from '../ports/store.ts'
import { readerOf } from './lens.ts'
import type { Append, WriteContext } from './write-context.ts'

/** Hides a message from the actor's view. */
export const hide = ({ row, actor }: WriteContext, messageId: MessageId, append: Append): Stamp => {
  const reader = readerOf(row, actor)
  if (reader.hidden.has(messageId)) return { revision: null }
  row.readers.set(actor, { ...reader, hidden: new Set([...reader.hidden, messageId]) })
  append({ type: 'message.hidden', revision: null, about: messageId }, 'actor')
  return { revision: null }
}

/** Clears the actor's view up to a message. */
export const clear = ({ row, actor }: WriteContext, upTo: number, append: Append): Stamp => {
  const reader = readerOf(row, actor)
  const seq = Math.min(upTo, row.messages.length)
  if (seq <= reader.clearedSeq) return { revision: null, seq: reader.clearedSeq }
  row.readers.set(actor, { ...reader, clearedSeq: seq })
  append({ type: 'inbox.cleared', revision: null, about: actor }, 'actor')
  return { revision: null, seq }
}

/** Mutes a conversation for the actor, or no longer. */
export const mute = ({ row, actor }: WriteContext, mutedUntil: Timestamp | null, append: Append): Stamp => {
  const reader = readerOf(row, actor)
  if (reader.mutedUntil === mutedUntil) return { revision: null }
  row.readers.set(actor, { ...reader, mutedUntil })
  append({ type: 'inbox.muted', revision: null, about: actor }, 'actor')
  return { revision: null }
}
