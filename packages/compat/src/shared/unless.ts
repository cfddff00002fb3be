import { isMsgError } from '@msg/core'
import type { ErrorCode } from '@msg/core'

/** An answer; null where it is refused with one of these codes. */
export const unless = async <T>(answer: Promise<T>, ...codes: readonly ErrorCode[]): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (isMsgError(error) && codes.some((code) => code === error.code)) return null
    throw error
  })
