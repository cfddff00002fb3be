import type { MessageId } from '@msg/core'
import { called } from '../local-call.ts'
import type { LinkParts } from '../parts.ts'

/** The reactions by which the bridge shows how a local message fares. */
export const signs = {
  /** It waits until the remote server takes it. */
  waiting: '⏳',
  /** It did not get there, or nobody can tell. */
  undelivered: '⚠️',
  /** It is there, but its later change came too late. */
  unchanged: '🔒',
} as const

/** One of the signs. */
export type Sign = (typeof signs)[keyof typeof signs]

/** Shows a sign. What refuses it (the message is gone, reactions are off) is no trouble. */
export const showSign = async (parts: LinkParts, messageId: MessageId, emoji: Sign): Promise<void> =>
  void (await called(parts, () => parts.service.reactions.add({ messageId, emoji })))

/** Takes a sign back. */
export const clearSign = async (parts: LinkParts, messageId: MessageId, emoji: Sign): Promise<void> =>
  void (await called(parts, () => parts.service.reactions.remove({ messageId, emoji })))
