import type { Attachment, AttachmentId } from '../model/attachment.ts'
import type { UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { AttachmentRow } from './attachment-row.ts'
import type { MessageRow } from './message-row.ts'
import type { MemoryState } from './state.ts'

const patience = 24 * 60 * 60_000

const isAbandoned = ({ message, at }: AttachmentRow, now: number): boolean =>
  message === null ? at < now - patience : message.texts.length === 0

export const addAttachment = (
  state: MemoryState,
  clock: Clock,
  { owner, attachment }: Pick<AttachmentRow, 'owner' | 'attachment'>,
): void => {
  state.attachments.set(attachment.id, { owner, attachment, at: clock.now(), message: null })
}

export const waitingAttachments = (
  state: MemoryState,
  waitsFor: WaitsFor,
  ids: readonly AttachmentId[],
): readonly Attachment[] =>
  ids.flatMap((id) => (isWaiting(state, waitsFor, id) ? (state.attachments.get(id)?.attachment ?? []) : []))

export const abandonedAttachments = (state: MemoryState, clock: Clock, limit: number): readonly AttachmentId[] =>
  [...state.attachments]
    .filter(([, row]) => isAbandoned(row, clock.now()))
    .slice(0, limit)
    .map(([id]) => id)

export const forgetAttachments = (state: MemoryState, clock: Clock, ids: readonly AttachmentId[]): void => {
  for (const id of ids) {
    const row = state.attachments.get(id)
    if (row !== undefined && isAbandoned(row, clock.now())) state.attachments.delete(id)
  }
}

/** Lets nothing wait for a user's messages any more, nor know whose it was. */
export const abandonAll = ({ attachments }: MemoryState, userId: UserId): void => {
  for (const [id, row] of attachments) if (row.owner === userId) attachments.set(id, { ...row, owner: '', at: 0 })
}

/** Whose message, and when: milliseconds since 1970. */
interface WaitsFor {
  readonly owner: UserId
  readonly now: number
}

/** Whether an attachment waits for a message of this user's. */
export const isWaiting = ({ attachments }: MemoryState, { owner, now }: WaitsFor, id: AttachmentId): boolean => {
  const row = attachments.get(id)
  return row !== undefined && row.owner === owner && row.message === null && !isAbandoned(row, now)
}

/** Lets a message carry attachments that waited for it. */
export const attach = ({ attachments }: MemoryState, message: MessageRow, ids: readonly AttachmentId[] = []): void => {
  for (const id of ids) {
    const row = attachments.get(id)
    if (row !== undefined) attachments.set(id, { ...row, message })
  }
}
