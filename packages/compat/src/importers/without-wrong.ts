import type { ImportedReader, InvalidPlace } from '@msg/core'
import type { Batch } from './batches.ts'
import { asWords } from './wrong-body.ts'

/** A batch without what was wrong in it. */
export interface Mended {
  readonly batch: Batch
  /** What was left out, and why. */
  readonly left: readonly { readonly reason: string; readonly which: string }[]
}

/** Leaves out the items at these places, and what else of the batch names a message that is left out. */
export const withoutWrong = (batch: Batch, places: readonly InvalidPlace[]): Mended => {
  const wrong = new Map(
    places.filter(({ pointer }) => inItem.test(pointer)).map(({ pointer, message }) => [placeOf(pointer), message]),
  )
  const isRight = (kind: keyof Batch) => (_: object, index: number) => !wrong.has(`/${kind}/${index}`)
  const gone = new Set(batch.messages.filter((_, index) => wrong.has(`/messages/${index}`)).map(({ id }) => id))
  return {
    batch: {
      conversations: batch.conversations.filter(isRight('conversations')),
      members: batch.members.filter(isRight('members')),
      messages: batch.messages.filter(isRight('messages')),
      reactions: batch.reactions.filter(isRight('reactions')).filter(({ messageId }) => !gone.has(messageId)),
      readers: batch.readers.filter(isRight('readers')).map((reader) => withoutMessages(reader, gone)),
      aliases: batch.aliases.filter(isRight('aliases')).filter(({ id }) => !gone.has(id)),
    },
    left: [...wrong].map(([pointer, message]) => ({ reason: asWords(message), which: whichOf(batch, pointer) })),
  }
}

const inItem = /^\/[a-z]+\/\d+/

/** `/messages/3/body` is in the item `/messages/3`. */
const placeOf = (pointer: string): string => pointer.split('/').slice(0, 3).join('/')

const whichOf = (batch: Batch, pointer: string): string => {
  const [, kind, index] = pointer.split('/')
  const id = kind === 'messages' ? batch.messages[Number(index)]?.id : undefined
  return id === undefined ? pointer : `messages ${id}`
}

const withoutMessages = (reader: ImportedReader, gone: ReadonlySet<string>): ImportedReader => ({
  ...reader,
  reads: (reader.reads ?? []).filter(({ messageId }) => !gone.has(messageId)),
  deliveries: (reader.deliveries ?? []).filter(({ messageId }) => !gone.has(messageId)),
  hidden: (reader.hidden ?? []).filter((messageId) => !gone.has(messageId)),
})
