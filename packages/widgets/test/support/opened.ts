import { launch } from '@msg/e2e/chromium'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { servePage } from './page-server.ts'
import type { PageServer } from './page-server.ts'

/** What else a page is opened with. */
interface PageOptions extends Pick<BrowserContextOptions, 'hasTouch'> {
  /** What the browser may say of a server that is not there, or knows nobody. */
  readonly expected?: RegExp
}

/**
 * What opens pages for the tests of a file: one browser, one server. A page is closed when its test ends, and the test fails where
 * anything went wrong in it: an error, or something that its policy forbids.
 */
export const pagesOfThisFile = (): ((width?: number, height?: number, more?: PageOptions) => Promise<Page>) => {
  let browser: Browser
  let server: PageServer
  beforeAll(async () => {
    browser = await launch()
    server = await servePage()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })
  return async (width = 800, height = 640, { expected, ...more } = {}) => {
    const page = await browser.newPage({ viewport: { width, height }, ...more })
    onTestFinished(() => page.close())
    const wrong = wrongIn(page)
    onTestFinished(() => expect(wrong.filter((text) => expected?.test(text) !== true)).toEqual([]))
    await page.addInitScript(tellOfViolations)
    await page.goto(server.url)
    await page.waitForFunction(() => 'playground' in window)
    return page
  }
}

/** Everything that goes wrong in a page, from now on. */
const wrongIn = (page: Page): readonly string[] => {
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => (message.type() === 'error' ? wrong.push(message.text()) : undefined))
  return wrong
}

/** Runs in the page: the browser tells its console of most violations, the page of all. */
const tellOfViolations = (): void => {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    // oxlint-disable-next-line no-console -- that is where the test hears of it
    console.error(`forbidden by the policy: ${effectiveDirective} ${blockedURI}`),
  )
}
