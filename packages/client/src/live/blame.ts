import type { MsgError } from '@msg/core/errors'
import { foreignStatus } from '../failure.ts'
import type { Blame } from './transport.ts'

/** How a failed request speaks against the transport it was made for. An answer of the server itself does not: it got through. */
export const blameFor = (error: MsgError): Blame | undefined => {
  if (error.code === 'offline' || error.code === 'timeout') return 'broken'
  const status = foreignStatus(error)
  if (status === undefined || status === 401 || status === 429) return undefined
  return status < 500 && status !== 408 ? 'refused' : 'broken'
}
