import { isMsgError } from '@msg/core'
import type { ClientErrorCode, MsgError } from '@msg/core'
import { expect } from 'vitest'

/** Waits for a refusal with this code and returns it; anything else fails the test. */
export const expectRefusal = async (call: Promise<unknown>, code: ClientErrorCode): Promise<MsgError> => {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (!('error' in outcome)) return expect.fail(`expected a refusal with ${code}, got an answer`)
  if (!isMsgError(outcome.error)) return expect.fail(`expected a MsgError with ${code}, got ${String(outcome.error)}`)
  expect(outcome.error.code).toBe(code)
  return outcome.error
}

/** What two refusals must agree in for nobody to tell "never existed" from "not yours to see". */
export const asSeenOutside = ({ code, message, reason, places }: MsgError) => ({ code, message, reason, places })

/** Waits for a refusal of each call, all under way at once, with this code. */
export const expectRefusals = (
  calls: readonly Promise<unknown>[],
  code: ClientErrorCode,
): Promise<readonly MsgError[]> => Promise.all(calls.map((call) => expectRefusal(call, code)))

/** The codes of those that were refused. */
export const codesAmong = (outcomes: readonly PromiseSettledResult<unknown>[]): readonly string[] =>
  outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return []
    const reason: unknown = outcome.reason
    return [isMsgError(reason) ? reason.code : String(reason)]
  })
