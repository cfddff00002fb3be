import type { BrowserContext, Page } from 'playwright-core'

/** What goes wrong in pages. */
export interface PageFaults {
  /** Takes note of the errors and broken policies of every page that a context opens from now on. */
  watch(context: BrowserContext): Promise<void>
  /** What has been noted since the last time. */
  take(): readonly string[]
}

/** What the browser says by itself of a server that is away, or about to be: the tests take servers away. */
const aboutTheNetwork = /^(?:Failed to load resource: |WebSocket connection to )/

/** Says on the console what the policy of the page forbids. */
const tellViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('the policy of the page (' + violatedDirective + ') forbids ' + blockedURI))`

/** Notes nothing yet. */
export const createPageFaults = (): PageFaults => {
  let noted: string[] = []
  const watchPage = (page: Page): void => {
    page.on('pageerror', ({ message }) => noted.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !aboutTheNetwork.test(message.text())) noted.push(message.text())
    })
  }
  return {
    async watch(context) {
      context.on('page', watchPage)
      await context.addInitScript(tellViolations)
    },
    take() {
      const taken = noted
      noted = []
      return taken
    },
  }
}
