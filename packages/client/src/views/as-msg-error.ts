import { isMsgError, MsgError } from '@msg/core/errors'

/** What is no error of ours is a mistake in somebody's code: trying again would only repeat it. */
export const asMsgError = (error: unknown): MsgError =>
  isMsgError(error) ? error : new MsgError('invalid', 'the call failed', { cause: error })
