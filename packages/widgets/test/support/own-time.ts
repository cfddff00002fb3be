import type { Page } from 'playwright-core'

/** The time of a page that goes on when the test says so: what lasts for a while is there until then, however slow the machine. */
export interface OwnTime {
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): Promise<void>
}

/** Stops the time of a page. */
export const ownTime = async (page: Page): Promise<OwnTime> => {
  await page.clock.install()
  // It can be stopped only at a time to come.
  await page.clock.pauseAt(Date.now() + 60_000)
  return { pass: (milliseconds) => page.clock.runFor(milliseconds) }
}
