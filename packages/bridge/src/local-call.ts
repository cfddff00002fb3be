import { isMsgError } from '@msg/core'
import { pause } from './pause.ts'
import type { LinkParts } from './parts.ts'

const passing = new Set(['busy', 'unavailable', 'storage_full', 'rate_limited', 'offline', 'timeout'])

/** Whether a refusal passes by itself. */
export const passes = (error: unknown): boolean => isMsgError(error) && passing.has(error.code)

/** How a call of a verb ended: with what, or refused for good with a code. */
export type Called<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly code: string }

/**
 * Calls a verb for as long as what refuses it passes by itself. Rejects where the host does not know the bridge: that says nothing of what was
 * to be done, which stays to be done.
 */
export const called = async <T>(
  { clock, signal, logger, claim }: Pick<LinkParts, 'clock' | 'signal' | 'logger' | 'claim'>,
  verb: () => Promise<T>,
): Promise<Called<T>> => {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    await claim.ensure()
    try {
      return { status: 'done', value: await verb() }
    } catch (error) {
      if (!isMsgError(error) || error.code === 'unauthenticated') throw error
      if (!passing.has(error.code)) return { status: 'refused', code: error.code }
      logger.warn('the engine cannot take it now; trying again', { code: error.code })
      await pause(clock, { ms: (error.retryAfter ?? Math.min(2 ** attempt, 30)) * 1_000, signal })
    }
  }
}
