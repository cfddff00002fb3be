import type { Attachment, AttachmentId } from '../model/attachment.ts'
import type { UserId } from '../model/ids.ts'

/**
 * What is known of attachments beside their bytes: part of the store, so that a message and what it carries become true in
 * one commit. An attachment is *waiting* for a day from its upload, unless a message carries it; then, or when its message was
 * emptied, it is *abandoned*: no message takes it any more, for its bytes may be on their way out.
 */
export interface AttachmentStore {
  /** Notes an upload. Its id is new. */
  add(owner: UserId, attachment: Attachment): Promise<void>

  /** Those of these that wait for a message of this user's, in any order. */
  waiting(owner: UserId, ids: readonly AttachmentId[]): Promise<readonly Attachment[]>

  /** At most `limit` abandoned ones. ("what nothing carries any more is abandoned") */
  abandoned(limit: number): Promise<readonly AttachmentId[]>

  /** Forgets abandoned ones, once their bytes are gone. */
  forget(ids: readonly AttachmentId[]): Promise<void>
}
