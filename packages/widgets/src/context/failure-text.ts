import { isMsgError } from '@msg/core/errors'
import type { ClientErrorCode } from '@msg/core/errors'
import type { Strings } from '../i18n/strings.ts'
import type { AttemptState } from './attempt.ts'

/** What is said of the refusals that people meet; of any other it is said that it did not work. */
const said: {
  readonly [Code in ClientErrorCode]?: keyof Strings & ('unreachable' | 'sessionOver' | 'leftGroup' | 'mayNotWrite')
} = {
  offline: 'unreachable',
  timeout: 'unreachable',
  unavailable: 'unreachable',
  unauthenticated: 'sessionOver',
  reinvite_required: 'leftGroup',
  recipient_refused: 'mayNotWrite',
  forbidden: 'mayNotWrite',
  not_a_member: 'mayNotWrite',
  feature_disabled: 'mayNotWrite',
}

/** What is said of a refusal by its code; null where there is nothing to say of it. */
export const refusalText = (code: ClientErrorCode | undefined, strings: Strings): string | null => {
  const key = code === undefined ? undefined : said[code]
  return key === undefined ? null : strings[key]
}

/** What somebody is told whose wish was not granted, or could not be heard. */
export const failureText = (error: unknown, strings: Strings): string =>
  refusalText(isMsgError(error) ? error.code : undefined, strings) ?? strings.notDone

/** Why something that was asked for, and is no writing, was not done; empty where that is not so. */
export const refusedText = (asked: AttemptState<unknown>, strings: Strings): string => {
  const text = asked.status === 'failed' ? failureText(asked.error, strings) : ''
  return text === strings.mayNotWrite ? strings.notDone : text
}

/** Why something could not be loaded, or is not yet. */
export const loadFailureText = (error: unknown, strings: Strings): string => {
  const code = isMsgError(error) ? error.code : error
  return code === 'offline' || code === 'timeout' || code === 'unavailable' ? strings.unreachable : strings.loadFailed
}
