import type { ClientErrorCode, MsgError } from '@msg/core/errors'

/** Whether an error is worth another try of what it refused, with nothing changed but the time. */
export const isPassing = ({ code }: Pick<MsgError, 'code'>): boolean => passing.has(code)

const passing: ReadonlySet<ClientErrorCode> = new Set([
  'busy',
  'unavailable',
  'storage_full',
  'rate_limited',
  'offline',
  'timeout',
])
