import type { Attachment } from '../model/attachment.ts'
import type { UserId } from '../model/ids.ts'
import type { MessageRow } from './message-row.ts'

/** An upload, and the message that carries it. */
export interface AttachmentRow {
  readonly owner: UserId
  readonly attachment: Attachment
  /** Milliseconds since 1970. */
  readonly at: number
  readonly message: MessageRow | null
}
