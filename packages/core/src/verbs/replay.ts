import { MsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { UsedId } from '../ports/store.ts'

/** Whether a used id is a repeat by its own author of the same content. @throws id_taken, gone (whatever the content), idempotency_mismatch */
export const assertRepeat = (used: UsedId, asked: { readonly me: UserId; readonly contentHash: string }): void => {
  if (used.authorId !== asked.me) throw new MsgError('id_taken', 'this id belongs to something else')
  if (used.gone) throw new MsgError('gone', 'what this id named was deleted')
  if (used.contentHash !== asked.contentHash)
    throw new MsgError('idempotency_mismatch', 'this id was used before with other content')
}
