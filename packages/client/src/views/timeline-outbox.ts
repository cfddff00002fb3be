/** What a timeline has to do with the outbox: it shows what waits there, and takes over what is done. */
import type { ConversationId } from '@msg/core'
import type { OutboxEntry } from './outbox-entry.ts'
import type { Done } from './outbox-sender.ts'
import type { OutboxParts } from './outbox.ts'
import { sameOr } from './same.ts'
import type { TimelineMessages } from './timeline-messages.ts'

/** The part of the outbox that concerns a conversation. */
export interface OwnEntries {
  /** In order; the same list until one of them changes. */
  entries(): readonly OutboxEntry[]
  stop(): void
}

/** Of which conversation, and whose messages they become. */
export interface OwnOptions {
  readonly parts: OutboxParts
  readonly conversationId: ConversationId
  readonly messages: TimelineMessages
  changed(): void
}

/** Follows the entries of a conversation. */
export const followOutbox = ({ parts, conversationId, messages, changed }: OwnOptions): OwnEntries => {
  const { outbox, onDone } = parts
  const ofHere = (): readonly OutboxEntry[] =>
    outbox.get().entries.filter((entry) => entry.conversationId === conversationId)
  let entries = ofHere()

  const takeOver = ({ entry, answer }: Done): void => {
    if (entry.conversationId !== conversationId) return
    entries = entries.filter(({ id }) => id !== entry.id)
    if ('messageId' in answer) messages.hidden(answer.messageId)
    if ('seq' in answer && answer.conversationId === conversationId) messages.answered(answer)
  }
  const follow = (): void => {
    const next = sameOr(entries, ofHere())
    if (next === entries) return
    const left = new Set(next.map(({ id }) => id))
    const sentElsewhere = entries.some(({ id, write }) => write.verb === 'messages.send' && !left.has(id))
    entries = next
    // Another tab sent it: what it became is there to be read, told of or not.
    if (sentElsewhere && messages.reachesEnd()) messages.probe()
    changed()
  }
  const stops = [onDone(takeOver), outbox.subscribe(follow)]
  return { entries: () => entries, stop: () => stops.forEach((stop) => stop()) }
}
