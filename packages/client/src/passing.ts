import { isErrorCode } from '@msg/core/errors'
import type { ErrorCode, MsgError } from '@msg/core/errors'

/** Whether an error is worth another try of what it refused, with nothing changed but the time. */
export const isPassing = ({ code }: Pick<MsgError, 'code'>): boolean =>
  !isErrorCode(code) ? code !== 'aborted' : passing.has(code)

const passing: ReadonlySet<ErrorCode> = new Set(['busy', 'unavailable', 'storage_full', 'rate_limited'])
