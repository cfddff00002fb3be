import { launch } from '@msg/e2e/chromium'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { servePage } from './page-server.ts'
import type { PageServer } from './page-server.ts'

/** A page under test, and everything that went wrong in it. */
export interface OpenedPage {
  readonly page: Page
  readonly wrong: readonly string[]
}

/** What else a page is opened with. */
type PageOptions = Pick<BrowserContextOptions, 'hasTouch'>

/** What opens pages for the tests of a file: one browser, one server. */
export const pagesOfThisFile = (): ((width?: number, height?: number, more?: PageOptions) => Promise<OpenedPage>) => {
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
  return async (width = 800, height = 640, more = {}) => {
    const page = await browser.newPage({ viewport: { width, height }, ...more })
    const wrong: string[] = []
    page.on('pageerror', (error) => wrong.push(error.message))
    page.on('console', (message) => (message.type() === 'error' ? wrong.push(message.text()) : undefined))
    await page.goto(server.url)
    await page.waitForFunction(() => 'playground' in window)
    return { page, wrong }
  }
}
