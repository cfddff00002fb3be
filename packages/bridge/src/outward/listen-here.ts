import type { Change } from '@msg/core'
import type { LocalCursor } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import { catchUpHere } from './catch-up-here.ts'

/** What is told of the listening. */
export interface Heard {
  /** Everything missed is queued: what is said from now on is heard at once. */
  readonly onListening: (side: 'here') => void
  readonly onQueued: () => void
}

/** Queues what is said and changed in the conversation for as long as the link runs: first what was missed, then what happens. */
export const listenHere = async (parts: LinkParts, { onListening, onQueued }: Heard): Promise<void> => {
  const { service, link, signal } = parts
  let cursor: LocalCursor | null = null
  for await (const event of service.live.watch({ conversationId: link.conversationId }, { signal })) {
    if (event.type === 'ready') {
      // A watch has no past: whenever it begins, and whenever it began anew.
      cursor = await catchUpHere(parts)
      onListening('here')
      onQueued()
    }
    if (event.type !== 'changes' || cursor === null) continue
    cursor = await queueChanges(parts, cursor, event.changes)
    onQueued()
  }
  if (!signal.aborted) throw new Error('the engine ended the watch')
}

const types: ReadonlySet<string> = new Set([
  'message.sent',
  'message.edited',
  'message.retracted',
  'message.purged',
  'reaction.added',
  'reaction.removed',
])

const queueChanges = async (
  { store, link, service }: LinkParts,
  cursor: LocalCursor,
  changes: readonly Change[],
): Promise<LocalCursor> => {
  let { seq, revision } = cursor
  for (const change of changes) {
    revision = Math.max(revision, change.revision ?? 0)
    const subject = subjectOf(change)
    if (subject === null || subject.seq <= cursor.from) continue
    seq = Math.max(seq, subject.seq)
    // The signs by which the bridge shows how a message fares are not news to it.
    const isOwn = change.actor === service.me && change.type.startsWith('reaction.')
    if (!isOwn) await store.enqueue({ link: link.id, ...subject, revision: change.revision ?? 0 })
  }
  const moved = { ...cursor, seq, revision }
  await store.moveLocalCursor(link.id, moved)
  return moved
}

/** The message a change is about; null where nothing of it is left, and nothing can be done about it. */
const subjectOf = ({ type, subject }: Change): { readonly messageId: string; readonly seq: number } | null => {
  if (!types.has(type) || subject === 'gone' || !('seq' in subject)) return null
  if ('body' in subject) return { messageId: subject.id, seq: subject.seq }
  return 'messageId' in subject ? { messageId: subject.messageId, seq: subject.seq } : null
}
