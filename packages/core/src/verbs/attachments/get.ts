import type { AttachmentAddress } from '../../model/attachment.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { AttachmentInput } from '../../session.ts'
import { askStorage } from '../ask-storage.ts'
import type { Verb } from '../context.ts'
import { messageOf } from '../on-message.ts'

const read = inputOf({ messageId: id, attachmentId: id })

/** Who sees the message sees what it carries, as long as it carries it. */
export const getAttachment: Verb<AttachmentInput, AttachmentAddress> = async (context, input) => {
  const { messageId, attachmentId } = read(input)
  const message = await messageOf(context, messageId)
  const attachment = message.attachments.find((carried) => carried.id === attachmentId)
  if (attachment === undefined) throw notFound()
  return { attachment, ...(await askStorage(context, () => context.attachments.url(attachment))) }
}
