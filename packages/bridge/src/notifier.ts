import type { Change, Notifier } from '@msg/core'
import type { BridgeStore } from './bridge-store.ts'
import type { Link } from './link.ts'

const types = [
  'message.sent',
  'message.edited',
  'message.retracted',
  'message.purged',
  'reaction.added',
  'reaction.removed',
] as const

/** The message a change is about; null where nothing of it is left, and nothing can be done about it. */
const subjectOf = ({ subject }: Change): { readonly messageId: string; readonly seq: number } | null => {
  if (subject === 'gone' || !('seq' in subject)) return null
  if ('body' in subject) return { messageId: subject.id, seq: subject.seq }
  return 'messageId' in subject ? { messageId: subject.messageId, seq: subject.seq } : null
}

/** What a notifier of a bridge works with. */
export interface NotifierParts {
  readonly name: string
  readonly store: Pick<BridgeStore, 'enqueue'>
  readonly links: readonly Link[]
  /** Whether a change was made by the bridge itself, to show how a message fares. */
  readonly isOwn: (change: Change) => boolean
  readonly onQueued: () => void
}

/** Queues what happens in linked conversations, which takes no longer than an insert; posting it may take minutes. */
export const createBridgeNotifier = ({ name, store, links, isOwn, onQueued }: NotifierParts): Notifier => ({
  name,
  types,
  async notify({ change }) {
    const subject = subjectOf(change)
    const { conversationId, revision } = change
    if (subject === null || conversationId === null || isOwn(change)) return { status: 'done' }
    const linked = links.filter((link) => link.conversationId === conversationId)
    for (const { id } of linked) await store.enqueue({ link: id, ...subject, revision: revision ?? 0 })
    if (linked.length > 0) onQueued()
    return { status: 'done' }
  },
})
