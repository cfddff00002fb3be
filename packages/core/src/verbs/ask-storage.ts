import { isMsgError, MsgError } from '../errors.ts'
import type { Context } from './context.ts'

/** What the storage of attachments answers. @throws what it refuses with; unavailable where it fails */
export const askStorage = async <T>({ logger }: Pick<Context, 'logger'>, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask()
  } catch (cause) {
    if (isMsgError(cause)) throw cause
    logger.error('the storage of attachments failed', { cause })
    throw new MsgError('unavailable', 'the storage of attachments is out of order', { cause, outcome: 'none' })
  }
}
