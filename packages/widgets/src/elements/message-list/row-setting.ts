import type { TimelineSnapshot } from '@msg/client/views'
import type { MessageId, UserId } from '@msg/core'
import type { Surroundings } from '../../context/surroundings.ts'
import type { AttachmentSetting } from './render-attachments.ts'
import type { RowDeeds } from './row-deeds.ts'

/** What a row is rendered with, the same for all rows of one list. */
export interface RowSetting extends RowDeeds {
  readonly snapshot: TimelineSnapshot
  readonly me: UserId
  readonly surroundings: Surroundings
  /** Whether it is said that the connection is lost. */
  readonly cutOff: boolean
  /** The row that shows its actions. */
  readonly active: MessageId | null
  /** The row that one jumped to. */
  readonly flashed: MessageId | null
  jump(messageId: MessageId): void
  /** Something that rows are rendered with has been loaded. */
  changed(): void
  readonly address: AttachmentSetting['address']
}
