import type { BrowserContext, Page } from 'playwright-core'

/** How many times slower than they could the pages run: what holds at 4 and 8 holds on a busy machine. */
const rate = Number(process.env['SLOW'] ?? 1)

/** With `JITTER`: a life for the pages, and so long, in milliseconds, they stand still now and then (tooling/vitest/jitter.ts). */
const [seed = 0, most = 30] = (process.env['JITTER'] ?? '').split(',').map(Number)

/** Has the pages of a context run as slowly as `SLOW` says, and stand still as `JITTER` says, each from its beginning. */
export const slowDown = (context: BrowserContext): void => {
  if (rate > 1) context.on('page', (page) => void slow(page))
  if (seed > 0) void context.addInitScript(standStill, { seed, most })
}

/** Runs in the page: what it has to do piles up, and what a person did comes first afterwards. A test may stop its clock meanwhile. */
const standStill = (life: { readonly seed: number; readonly most: number }): void => {
  const [now, after] = [performance.now.bind(performance), setTimeout.bind(globalThis)]
  let state = life.seed
  const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
  const stall = (): void => {
    const end = now() + random() ** 3 * life.most * 5
    while (now() < end);
    after(stall, random() * 1_000)
  }
  after(stall, random() * 1_000)
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
