import type { BrowserContext, Page } from 'playwright-core'

/** How many times slower than they could the pages run: what holds at 4 and 8 holds on a busy machine. */
const rate = Number(process.env['SLOW'] ?? 1)

/** Has the pages of a context run as slowly as `SLOW` says, each from its beginning. */
export const slowDown = (context: BrowserContext): void => {
  if (rate > 1) context.on('page', (page) => void slow(page))
}

const slow = async (page: Page): Promise<void> => {
  try {
    // It stays attached: what it asked for ends with it.
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate })
  } catch (error) {
    if (!page.isClosed()) throw error
  }
}
