import { silentLogger } from '@msg/core'
import type { Logger, Plugin } from '@msg/core'
import { createListeners } from '../shared/listeners.ts'
import type { Listener } from '../shared/listeners.ts'
import { messageSentOf } from '../shared/message-sent.ts'
import type { MessageSent } from '../shared/message-sent.ts'

/** talkalot's signals. */
export interface TalkalotListeners {
  /** Give it to `createMessaging({ plugins })`. */
  readonly plugin: Plugin
  /**
   * Hears of every message there is, however it was sent, once, after its commit, in one of the processes on the store; a
   * message of which that process dies before all have heard is told again by another. Returns its unsubscribe.
   */
  onMessageSent(listener: Listener<MessageSent>): () => void
}

/**
 * Makes talkalot's signals: its `message_sent` is {@link TalkalotListeners.onMessageSent}.
 * @example
 * const signals = talkalotListeners()
 * const messaging = createMessaging({ plugins: [signals.plugin] })
 * signals.onMessageSent(({ message, to }) => push(to, message.body))
 */
export const talkalotListeners = (logger: Logger = silentLogger()): TalkalotListeners => {
  const sent = createListeners<MessageSent>(logger)
  const plugin: Plugin = {
    name: 'talkalot',
    notifiers: [
      {
        name: 'talkalot',
        types: ['message.sent'],
        async notify(notice) {
          const event = await messageSentOf(notice)
          if (event !== null) await sent.tell(event)
          return { status: 'done' }
        },
      },
    ],
  }
  return { plugin, onMessageSent: sent.add }
}
