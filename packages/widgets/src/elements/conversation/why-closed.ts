import type { TimelineSnapshot } from '@msg/client/views'
import type { Conversation } from '@msg/core'
import type { Surroundings } from '../../context/surroundings.ts'
import type { Strings } from '../../i18n/strings.ts'

/** Why nothing can be written in a conversation; null where it can, or that is not known yet. */
export const whyClosed = (conversation: Conversation | null, readOnly: boolean, strings: Strings): string | null => {
  if (readOnly) return strings.mayNotWrite
  if (conversation === null || conversation.me.can.send) return null
  if (conversation.me.status === 'left') return conversation.me.can.join ? strings.leftRoom : strings.leftGroup
  return conversation.closedAt === null ? strings.mayNotWrite : strings.closedConversation
}

/** Whether there is nothing to write to: nobody to write as, or no such conversation. */
export const isShut = ({ state }: Surroundings, snapshot: TimelineSnapshot | null): boolean =>
  state === 'failed' || state === 'signed-out' || snapshot?.status === 'gone'
