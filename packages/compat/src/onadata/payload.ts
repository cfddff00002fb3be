import type { Message, Messaging, Notice, Target } from '@msg/core'
import { messageNumbers } from '../shared/message-numbers.ts'
import { onadataNumbers } from './house.ts'
import { notificationOf } from './notification.ts'
import type { NotificationKind } from './notification.ts'

/** What a message is told by to the outside, as a notifier asks for it. */
export type Payload = (told: {
  readonly notice: Notice
  readonly message: Message
  readonly target: Target
}) => Promise<string>

/**
 * The forerunner's payload, for a notifier that takes one: `full` is its `FULL_MESSAGE_PAYLOAD`. The engine is asked for when the
 * first message is told, since the notifier is made before it.
 * @example
 * const payload = onadataPayload({ messaging: () => messaging, kind: 'full' })
 * const messaging = createMessaging({ targets, notifiers: [createMqttNotifier({ host, topicBase: 'onadata', payload })] })
 */
export const onadataPayload =
  ({
    messaging,
    kind = 'compact',
  }: {
    readonly messaging: () => Pick<Messaging, 'aliases'>
    readonly kind?: NotificationKind
  }): Payload =>
  async ({ notice, message, target }) => {
    const id = (await messageNumbers(messaging(), onadataNumbers).of([message.id])).get(message.id)
    if (id === undefined) throw new Error('a message got no number')
    return JSON.stringify(await notificationOf({ notice, message, target, id }, kind))
  }
