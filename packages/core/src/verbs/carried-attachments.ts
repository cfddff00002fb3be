import type { Attachment, AttachmentId } from '../model/attachment.ts'
import { refuse } from '../rules/decision.ts'
import { disabled } from '../rules/features.ts'
import type { Context } from './context.ts'

/** The files a message names, if it names any: what names none is hashed, and committed, as if there were no files. */
export const carrying = (ids: readonly AttachmentId[]): { readonly attachments?: readonly AttachmentId[] } =>
  ids.length === 0 ? {} : { attachments: ids }

/** Those of these files that wait for a message of mine, in the order in which it is to carry them. */
export const waitingFor = async (
  { store, me }: Context,
  ids: readonly AttachmentId[] = [],
): Promise<readonly Attachment[]> => {
  if (ids.length === 0) return []
  const waiting = new Map((await store.attachments.waiting(me, ids)).map((attachment) => [attachment.id, attachment]))
  return ids.flatMap((id) => waiting.get(id) ?? [])
}

/** @throws forbidden where one does not wait for a message of mine: none of my uploads, or carried by another; feature_disabled */
export const admitAttachments = async (context: Context, ids: readonly AttachmentId[] = []): Promise<void> => {
  if (ids.length === 0) return
  if (!context.host.features.attachments) throw disabled('attachments').refusal
  if ((await waitingFor(context, ids)).length === ids.length) return
  throw refuse('forbidden', 'there is no such upload of yours that was not sent yet', 'attachments').refusal
}
