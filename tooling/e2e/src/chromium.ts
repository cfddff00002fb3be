import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { freePort } from './free-port.ts'
import { slowDown } from './slowness.ts'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * What is switched off: all that Playwright switches off, because of two such lists the later one counts; the popups of the
 * address bar, two pages of the browser's own that each window would load and nobody sees (half of what opening a page costs);
 * and a process kept ready for a page that nobody opens (a tenth of it).
 */
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
]

const args = [
  '--no-sandbox', // as root and in containers there is none
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${withoutFeatures.join(',')}`,
]

/**
 * The path of a Chromium: `CHROMIUM_PATH`, else an installed one, else the one that comes in an npm package (Linux only),
 * unpacked once into the temporary folder. `CHROMIUM_PATH=npm` asks for the last one in any case.
 */
export const chromiumPath = async (): Promise<string> => {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted !== undefined && wanted !== '' && wanted !== 'npm') return wanted
  const found = wanted === 'npm' ? undefined : installed.find((path) => existsSync(path))
  if (found !== undefined) return found
  // Set before the import, it makes the package bring its own libnss3 and libnspr4.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

/** What is waited for in a page has a minute, as everywhere in tests. */
const prepare = (context: BrowserContext): void => {
  context.setDefaultTimeout(60_000)
  slowDown(context)
}

/** Starts a headless Chromium that leaves nothing in the user's home folder; who starts it closes it. */
export const launch = async (more: readonly string[] = []): Promise<Browser> => {
  const executablePath = await chromiumPath()
  const home = mkdtempSync(join(tmpdir(), 'msg-chromium-'))
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home }
  const browser = await chromium.launch({ executablePath, args: [...args, ...more], env, headless: true })
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true }))
  browser.on('context', prepare)
  return browser
}

/** A browser whose tabs may be hidden and frozen. It has one context. */
export interface FreezableBrowser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** The same, without what makes every tab believe that it is looked at: who is looked at is never frozen. */
export const launchFreezable = async (): Promise<FreezableBrowser> => {
  const port = await freePort()
  const browser = await launch([`--remote-debugging-port=${port}`])
  const bare = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  const [context] = bare.contexts()
  if (context === undefined) throw new Error('the browser has no context')
  prepare(context)
  return {
    context,
    async close() {
      await bare.close()
      await browser.close()
    },
  }
}
