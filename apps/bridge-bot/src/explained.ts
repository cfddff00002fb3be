import { isMsgError } from '@msg/core'
import { isStackExchangeError } from '@msg/stackexchange'
import { SettingError } from './setting-error.ts'

/** What the driver says, without a code, of a connection that takes too long. */
const noConnection = /^(?:timeout exceeded when trying to connect|Connection terminated due to connection timeout)$/

/** What an operator reads when the bot does not start: one line that says what to do where that is known. Never a cause. */
export const explained = (error: unknown): string => {
  if (error instanceof SettingError) return error.message
  if (isStackExchangeError(error)) return `the chat: ${error.message} (${error.code})`
  if (isMsgError(error) && (error.code === 'unauthenticated' || error.reason === 'service'))
    return 'the host of the conversations does not know this bridge by BRIDGE_SECRET: check what it gives "serviceSecrets"'
  if (isMsgError(error)) return `the conversations: ${error.message} (${error.code})`
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return 'there is no such option; --help tells those there are'
  if (code === 'EADDRINUSE') return 'the health port is taken: set "healthPort" to another one'
  if (code === 'ECONNREFUSED') return 'nothing answers at DATABASE_URL or at the chat: check the address'
  if (error instanceof Error && noConnection.test(error.message))
    return 'DATABASE_URL does not answer: check the address'
  return error instanceof Error ? error.message : 'something unexpected'
}
