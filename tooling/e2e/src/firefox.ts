import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firefox, type Browser } from 'playwright-core'

const installed = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

/** The path of a Firefox as its users have it: `FIREFOX_PATH`, else an installed one; undefined where there is none. */
export const firefoxPath = (): string | undefined => {
  const wanted = process.env['FIREFOX_PATH']
  return wanted === undefined || wanted === '' ? installed.find((path) => existsSync(path)) : wanted
}

/** Starts a headless Firefox, over WebDriver BiDi, that leaves nothing in the user's home folder; who starts it closes it. */
export const launchFirefox = async (executablePath: string): Promise<Browser> => {
  const home = mkdtempSync(join(tmpdir(), 'msg-firefox-'))
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home }
  // Any channel of this name means a Firefox that is not Playwright's own.
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath, env, headless: true })
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true }))
  return browser
}
