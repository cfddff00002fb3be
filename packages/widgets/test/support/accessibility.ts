import { source } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { cutOff, expectRoom } from './fits.ts'
import { expectTranslated } from './translated.ts'

const locales = { ltr: 'en', rtl: 'ar' } as const

/**
 * Everything is asked in one scheme, and what axe leaves out of it unless told: how large is what one aims at. In the other only what
 * there is another of: colours.
 */
const schemes = [
  { colorScheme: 'light', rules: { rules: { 'target-size': { enabled: true } } } },
  { colorScheme: 'dark', rules: { runOnly: ['color-contrast', 'link-in-text-block'] } },
] as const

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/**
 * Fails on any violation that axe finds, in both schemes and directions and three widths, on anything that is cut off, there, twice as
 * large, with more space or in longer words, and on anything that is in no catalogue; `except` are rules that do not hold for a page
 * of a test. The page is as it was afterwards.
 */
export const expectForEverybody = async (page: Page, except: readonly string[] = []): Promise<void> => {
  // The policy of the page forbids other scripts; this one comes in by the back door, once.
  const size = page.viewportSize()
  await page.evaluate(`void (() => { if (!('axe' in window)) { ${source} } })()`)
  for (const { colorScheme, rules } of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [direction, locale] of Object.entries(locales)) {
      await speak(page, locale, direction)
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 640 })
        await atRest(page)
        const where = { message: `${colorScheme} ${direction} ${width}` }
        const found = () => page.evaluate(`axe.run(${JSON.stringify({ ...rules, resultTypes: ['violations'] })})`)
        await expect.poll(async () => told((await found()) as Found, except), where).toEqual([])
        await expect.poll(() => page.evaluate(cutOff), where).toEqual([])
      }
    }
  }
  await speak(page, locales.ltr, 'ltr')
  await expectRoom(page)
  await expectTranslated(page)
  if (size !== null) await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
}

/** What a change of size moves has come to rest; colours on their way from one scheme to the other are none of ours. */
const atRest = (page: Page): Promise<unknown> =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))),
  )

/** Puts the page into a language, and waits until it is in its direction. */
const speak = async (page: Page, locale: string, direction: string): Promise<void> => {
  await page.evaluate(
    (tag) => document.querySelectorAll('msg-provider').forEach((one) => one.setAttribute('locale', tag)),
    locale,
  )
  await page.waitForFunction(
    (dir) => [...document.querySelectorAll('msg-provider')].every((one) => one.matches(`:dir(${dir})`)),
    direction,
  )
}

const told = ({ violations }: Found, except: readonly string[]): readonly string[] =>
  violations
    .filter(({ id }) => !except.includes(id))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
