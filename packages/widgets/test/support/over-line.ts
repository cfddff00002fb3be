import type { Page } from 'playwright-core'
import type { Line, LineState } from './line.ts'

declare global {
  interface Window {
    /** That of the conversation that was shown last. */
    line: Line
  }
}

/** The direct of ana and ben, in which so much was said, as ana sees it over a line that is in some state at first. */
export const overLine = (page: Page, state: LineState, count = 3): Promise<void> =>
  page.evaluate(
    async ([first, messages]) => {
      const id = await window.playground.fill(messages)
      window.line = window.playground.over('ana', first, 'msg-conversation', { 'conversation-id': id })
    },
    [state, count] as const,
  )

/** Puts the line into another state. */
export const becomes = (page: Page, state: LineState): Promise<void> =>
  page.evaluate((next) => window.line.set(next), state)
