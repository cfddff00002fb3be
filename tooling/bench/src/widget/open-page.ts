import { launch } from '@msg/e2e/chromium'
import type { Page } from 'playwright-core'
import { pageFiles } from '../../../tsup/page-files.ts'

/** A page of W13, and what its main thread did. */
export interface WidgetPage extends AsyncDisposable {
  readonly page: Page
  /** Makes the CPU so many times slower. */
  slow(rate: number): Promise<void>
  /** Milliseconds of CPU that the main thread took meanwhile. */
  busy(act: () => Promise<unknown>): Promise<number>
}

const origin = 'http://bench.localhost'

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>W13</title>
<style>html, body, main, msg-provider { display: block; height: 100%; margin: 0 } .viewport { height: 100%; overflow-y: auto }</style>
<body><script type="module" src="/page.js"></script></body></html>`

/** Opens the page in a browser of its own. */
export const openWidgetPage = async (): Promise<WidgetPage> => {
  const files = await pageFiles('page', new URL('page.ts', import.meta.url), {
    minify: true,
    conditions: ['@msg/source'],
    logLevel: 'error',
  })
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await page.route(`${origin}/**`, (route) => {
    const body = files.get(new URL(route.request().url()).pathname.slice(1))
    return route.fulfill(
      body === undefined ? { contentType: 'text/html', body: html } : { contentType: 'text/javascript', body },
    )
  })
  await page.goto(origin)
  await page.waitForFunction(() => 'bench' in window)
  const devtools = await page.context().newCDPSession(page)
  // Time that the thread itself worked: what else the machine does meanwhile does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taskMilliseconds = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return {
    page,
    async slow(rate) {
      await devtools.send('Emulation.setCPUThrottlingRate', { rate })
    },
    async busy(act) {
      const before = await taskMilliseconds()
      await act()
      return (await taskMilliseconds()) - before
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}
