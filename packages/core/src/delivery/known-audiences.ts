import type { ChangeType } from '../model/change.ts'
import type { ConversationId } from '../model/ids.ts'
import type { AudienceRecord } from '../ports/notifier-store.ts'
import type { LoggedChange, Store } from '../ports/store.ts'

/** Whom changes concern, of conversations that are there. */
export type Audiences = ReadonlyMap<ConversationId, AudienceRecord>

/**
 * Whom changes of conversations concern, kept from one page of the log to the next. The log itself tells when the
 * audience of a conversation changes; then it is read again.
 */
export interface KnownAudiences {
  /** To be called with each page before anything on it is told. */
  learn(changes: readonly LoggedChange[]): void
  /** Those of these conversations; null when not all are kept. */
  all(ids: readonly ConversationId[]): Audiences | null
  /** Asks for what is not kept of these. */
  read(ids: readonly ConversationId[]): Promise<Audiences>
  /** To be called when the log is not read on for now: it may be pruned meanwhile. */
  forget(): void
}

/** As many members as are read along for each conversation. */
export const firstMembers = 100

/** Conversations that are kept; beyond these all are let go. */
const most = 5_000

/** After these a conversation concerns the same people as before. */
const keepingAudiences = new Set<ChangeType>([
  'message.sent',
  'message.edited',
  'message.retracted',
  'message.purged',
  'message.pinned',
  'message.unpinned',
  'message.hidden',
  'reaction.added',
  'reaction.removed',
  'receipt.advanced',
  'inbox.cleared',
  'inbox.muted',
])

export const createKnownAudiences = ({ notifiers }: Pick<Store, 'notifiers'>): KnownAudiences => {
  const records = new Map<ConversationId, AudienceRecord | null>()
  let forgotten = 0

  const forget = (): void => {
    forgotten += 1
    records.clear()
  }

  return {
    learn(changes) {
      for (const { change } of changes) {
        if (change.conversationId === null || keepingAudiences.has(change.type)) continue
        forgotten += 1
        records.delete(change.conversationId)
      }
    },
    all(ids) {
      const all = new Map<ConversationId, AudienceRecord>()
      for (const id of ids) {
        const record = records.get(id)
        if (record === undefined) return null
        if (record !== null) all.set(id, record)
      }
      return all
    },
    async read(ids) {
      const before = forgotten
      const conversationIds = ids.filter((id) => !records.has(id))
      const kept = ids.flatMap((id) => records.get(id) ?? [])
      const found = await notifiers.audiences({ conversationIds, limit: firstMembers })
      const all = new Map([...kept, ...found].map((record) => [record.conversation.id, record]))
      // Something was forgotten while this was read: it may be outdated, and is not kept.
      if (forgotten !== before) return all
      if (records.size + conversationIds.length > most) forget()
      for (const id of conversationIds) records.set(id, all.get(id) ?? null)
      return all
    },
    forget,
  }
}
