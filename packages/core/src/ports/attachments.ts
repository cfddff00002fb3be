/**
 * Where the bytes of attachments are: what adapter authors of `Attachments` implement.
 *
 * How it is used. The engine decides what is taken (by size and first bytes) and gives each file a random id before `put`; the
 * name its sender gave it never is part of a place. Nobody gets an address before the engine has seen that a message which
 * they may read carries the file; from then on the address alone decides, so it must be hard to guess and run out soon. Files
 * that no message carries any more (taken back, purged, erased, never sent) are removed by upkeep, more than once if need be.
 */
import type { Attachment, AttachmentId } from '../model/attachment.ts'
import { MsgError } from '../errors.ts'
import type { Timestamp } from '../model/ids.ts'

/** Where an attachment is for a while. */
export interface SignedAddress {
  readonly url: string
  readonly expiresAt: Timestamp
}

/** What keeps the bytes of attachments. */
export interface Attachments {
  /** Keeps the bytes of a file, durably before it resolves. @throws too_large, storage_full, unavailable */
  put(attachment: Attachment, file: Blob): Promise<void>
  /**
   * An address that is worth something for some minutes. What it serves must never run in a page: the type of the attachment
   * and no other, `nosniff`, and what is neither image, audio nor video only to be saved.
   */
  url(attachment: Attachment): Promise<SignedAddress>
  /** Removes the bytes; nothing happens when they are not there. */
  remove(id: AttachmentId): Promise<void>
}

const refuse = async (): Promise<never> => {
  throw new MsgError('feature_disabled', 'there are no attachments here', { reason: 'attachments' })
}

/** The default: there are no attachments. */
export const noAttachments = (): Attachments => ({ put: refuse, url: refuse, remove: async () => {} })
