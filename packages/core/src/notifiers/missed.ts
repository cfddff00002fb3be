import type { UserId } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Profile } from '../model/profile.ts'
import type { NoticeConversation, Notifier } from '../ports/notifier.ts'

/** Somebody has something to read and does not know. */
export interface Missed {
  /** The same each time this is told: drop what you have seen. */
  readonly id: string
  readonly userId: UserId
  /** The first message that has not reached them, as it is now; there may be more since. */
  readonly message: Message
  readonly conversation: NoticeConversation
  /** Of the user and of the author, as far as the directory knows them. */
  readonly profiles: readonly Profile[]
}

/** When somebody has missed a message, and what to do then. */
export interface MissedOptions {
  /** Tells the user, by push or e-mail. Tried again when it rejects; so make it idempotent by `id`. */
  readonly onMissed: (missed: Missed) => Promise<void> | void
  /** How many minutes a message may take to reach a device. Default 10. */
  readonly minutes?: number
  /** Keeps its place in the log. Default `missed`. */
  readonly name?: string
}

/**
 * Tells once per conversation and absence that somebody has missed something: a message of somebody else that no device of theirs
 * has got (`receipts.markDelivered`, `markRead`) within some minutes. Who has muted the conversation is left alone; what comes
 * after it, until they are back, is not told again.
 * @example createMessaging({ notifiers: [missedNotifier({ onMissed: ({ userId }) => sendPush(userId) })] })
 */
export const missedNotifier = ({ onMissed, minutes = 10, name = 'missed' }: MissedOptions): Notifier => ({
  name,
  types: ['message.sent'],
  delay: minutes * 60_000,
  async notify(notice) {
    const { change } = notice
    const conversation = await notice.conversation()
    if (change.type !== 'message.sent' || change.subject === 'gone' || conversation === null) return { status: 'done' }
    const message = change.subject
    let failed = false
    let failure: unknown = null
    for await (const userId of notice.missedBy())
      try {
        const profiles = await notice.profiles([userId, message.authorId])
        await onMissed({ id: `${change.id}:${userId}`, userId, message, conversation, profiles })
      } catch (error) {
        failed = true
        failure = error
      }
    // Everybody is told before it is tried again for whom it failed.
    if (failed) throw failure
    return { status: 'done' }
  },
})
