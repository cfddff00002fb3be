import type { Attachment, AttachmentAddress, AttachmentId } from '../model/attachment.ts'
import type { CallOptions, MessageInput } from './call.ts'

/** Files that messages carry. */
export interface AttachmentVerbs {
  /**
   * Uploads a file for a message of mine: name its id when sending, within a day. What it is is told by its first bytes,
   * whatever it is called; not everything is taken (see `Attachment.type`).
   * @throws invalid (empty, or of a kind that is not taken), too_large, feature_disabled, storage_full
   * @example const { id } = await session.attachments.upload({ file: input.files[0], name: input.files[0].name })
   */
  upload(input: UploadInput, options?: CallOptions): Promise<Attachment>
  /**
   * Where a file can be fetched that a message carries which I may read: an address that is worth something for a few minutes,
   * to whoever has it.
   * @throws not_found, feature_disabled
   */
  get(input: AttachmentInput, options?: CallOptions): Promise<AttachmentAddress>
}

/** A file to upload. */
export interface UploadInput {
  /** At most 10 MiB. */
  readonly file: Blob
  /** How people see it called: 1 to 255 characters (code points) on one line; of a path the last part. Default `file`. */
  readonly name?: string
}

/** Names a file that a message carries. */
export interface AttachmentInput extends MessageInput {
  readonly attachmentId: AttachmentId
}
