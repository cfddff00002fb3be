import { MsgError } from '../../errors.ts'
import type { Attachment } from '../../model/attachment.ts'
import { blob, fileName, inputOf, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { sniffed, sniffedBytes } from '../../rules/media-type.ts'
import type { UploadInput } from '../../session.ts'
import { askHostToRead } from '../ask-host.ts'
import type { Context, Verb } from '../context.ts'

const read = inputOf({ file: blob, name: withDefault(fileName, 'file') })

/** The row comes before the bytes: what breaks off in between waits for nothing, and upkeep removes it. */
export const uploadAttachment: Verb<UploadInput, Attachment> = async (context, input) => {
  const { file, name } = read(input)
  await askHostToRead(context)
  const { attachments, store, ids, me } = context
  const attachment: Attachment = { id: ids.next(), name, type: await typeOf(file), size: file.size }
  await store.attachments.add(me, attachment)
  await told(context, () => attachments.put(attachment, file))
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

/** What the host's storage fails with is told as it says it, or as that it is out of order. */
export const told = async <T>({ logger }: Pick<Context, 'logger'>, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof MsgError) throw cause
    logger.error('the storage of attachments failed', { cause })
    throw new MsgError('unavailable', 'the storage of attachments is out of order', { cause, outcome: 'none' })
  }
}
