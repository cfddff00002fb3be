import { isMsgError } from '@msg/core/errors'
import type { Strings } from '../i18n/strings.ts'

/** What somebody is told whose wish was not granted, or could not be heard. */
export const failureText = (error: unknown, strings: Strings): string => {
  if (!isMsgError(error)) return strings.loadFailed
  switch (error.code) {
    case 'offline':
    case 'timeout':
    case 'unavailable':
      return strings.reconnecting
    case 'unauthenticated':
      return strings.sessionOver
    case 'reinvite_required':
      return strings.leftGroup
    case 'recipient_refused':
    case 'forbidden':
    case 'not_a_member':
    case 'feature_disabled':
      return strings.mayNotWrite
    default:
      return strings.loadFailed
  }
}
