import type { TimelineRow } from '@msg/client/views'
import type { Conversation, UserId } from '@msg/core'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'
import type { TemplateResult } from 'lit'

/** What one can do to a message. */
export type MessageAction =
  | 'react'
  | 'reply'
  | 'edit'
  | 'rewrite'
  | 'discard'
  | 'pin'
  | 'unpin'
  | 'copy'
  | 'hide'
  | 'delete'

/** An action as it is offered. */
export interface OfferedAction {
  readonly action: MessageAction
  readonly label: string
  readonly icon: TemplateResult
  /** The key that does it on a focused row; null for none. */
  readonly key: string | null
}

/** What is offered depends on. */
export interface Offer {
  readonly row: TimelineRow
  readonly conversation: Conversation | null
  readonly me: UserId
  readonly strings: Strings
}

/** The actions of a row: what the rules let me do, as the server said it. */
export const actionsOf = ({ row, conversation, me, strings }: Offer): readonly OfferedAction[] => {
  const can = conversation?.me.can
  const copy: OfferedAction = { action: 'copy', label: strings.copy, icon: icons.copy, key: 'c' }
  const discard: OfferedAction = { action: 'discard', label: strings.discard, icon: icons.trash, key: 'Delete' }
  if (row.seq === null) return [copy, discard]
  if (can === undefined) return []
  const there = row.retractedAt === null
  const own = row.authorId === me
  const pinned = row.pinnedAt !== null
  const offers: readonly (readonly [boolean, OfferedAction])[] = [
    [there && can.react, { action: 'react', label: strings.react, icon: icons.smile, key: '+' }],
    [there && can.send, { action: 'reply', label: strings.reply, icon: icons.reply, key: 'r' }],
    [there && own && can.edit, { action: 'edit', label: strings.edit, icon: icons.edit, key: 'e' }],
    [there && can.pin && !pinned, { action: 'pin', label: strings.pin, icon: icons.pin, key: null }],
    [there && can.pin && pinned, { action: 'unpin', label: strings.unpin, icon: icons.pin, key: null }],
    [there, copy],
    [
      there && ((own && can.retract) || (!own && can.retractOthers)),
      { action: 'delete', label: strings.delete, icon: icons.trash, key: 'Delete' },
    ],
    [!own, { action: 'hide', label: strings.hide, icon: icons.close, key: null }],
  ]
  return offers.filter(([offered]) => offered).map(([, offer]) => offer)
}
