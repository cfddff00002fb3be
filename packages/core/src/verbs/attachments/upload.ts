import { MsgError } from '../../errors.ts'
import type { Attachment } from '../../model/attachment.ts'
import { blob, fileName, inputOf, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { sniffed, sniffedBytes } from '../../rules/media-type.ts'
import type { UploadInput } from '../../session.ts'
import { askHostToRead } from '../ask-host.ts'
import { askStorage } from '../ask-storage.ts'
import type { Verb } from '../context.ts'

const read = inputOf({ file: blob, name: withDefault(fileName, 'file') })

/** The row comes before the bytes: if the upload breaks off in between, upkeep finds the row and removes both. */
export const uploadAttachment: Verb<UploadInput, Attachment> = async (context, input) => {
  const { file, name } = read(input)
  await askHostToRead(context)
  const { attachments, store, ids, me } = context
  const attachment: Attachment = { id: ids.next(), name, type: await typeOf(file), size: file.size }
  await store.attachments.add(me, attachment)
  await askStorage(context, () => attachments.put(attachment, file))
  return attachment
}

/** @throws invalid, too_large */
const typeOf = async (file: Blob): Promise<Attachment['type']> => {
  if (file.size > limits.attachmentBytes)
    throw new MsgError('too_large', `a file has at most ${limits.attachmentBytes} bytes`, { outcome: 'none' })
  const type = sniffed(new Uint8Array(await file.slice(0, sniffedBytes).arrayBuffer()))
  if (type !== null) return type
  const places = [{ pointer: '/file', message: 'is of a kind that is not taken' }]
  throw new MsgError('invalid', 'the file is not taken', { places, outcome: 'none' })
}
