import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Everything that is wider or higher than its place, where nothing leads to the rest of it. */
export const cutOff = (): readonly string[] => {
  const found: string[] = document.documentElement.scrollWidth > innerWidth ? ['the page'] : []
  const isCut = (element: Element): boolean => {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(element)
    const wide = element.scrollWidth > element.clientWidth + 1
    const high = element.scrollHeight > element.clientHeight + 1
    // Dots say that there is more; code scrolls.
    if (textOverflow === 'ellipsis' || element.matches('pre, textarea, .visually-hidden')) return false
    return (wide && overflowX !== 'visible') || (high && /hidden|clip/.test(overflowY))
  }
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) walk(element.shadowRoot)
      if (element.checkVisibility() && element.clientWidth > 0 && isCut(element))
        found.push(`${element.localName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
    }
  }
  for (const provider of document.querySelectorAll('msg-provider')) walk(provider)
  return found
}

/** Runs in the page: sets its text as wide and high as WCAG 2.2 has it (1.4.12); what it answers sets it as it was. */
const spaced = (): (() => void) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`)
  const walk = (root: Document | ShadowRoot, isWide: boolean): void => {
    const others = root.adoptedStyleSheets.filter((one) => one !== sheet)
    root.adoptedStyleSheets = isWide ? [...others, sheet] : others
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot !== null) walk(shadowRoot, isWide)
  }
  walk(document, true)
  return () => walk(document, false)
}

/** Fails where something is cut off: in a window of half the size, as zoom makes it, and with its text set wide. */
export const expectRoom = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 640, height: 400 })
  await expect.poll(() => page.evaluate(cutOff), { message: 'twice as large' }).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  const undo = await page.evaluateHandle(spaced)
  await expect.poll(() => page.evaluate(cutOff), { message: 'with more space' }).toEqual([])
  await undo.evaluate((back) => back())
}
