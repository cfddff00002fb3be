import type { Page } from 'playwright-core'

/** More than any of our widgets may have. */
const tooMany = 40

/** What a key leads through from what lies before the widgets on their page to what lies after them, or back. */
export const tabStops = async (page: Page, key: 'Tab' | 'Shift+Tab'): Promise<readonly string[]> => {
  await page.evaluate(fence)
  const [from, to] = key === 'Tab' ? ['before', 'after'] : ['after', 'before']
  await page.getByRole('button', { name: from, exact: true }).focus()
  const stops: string[] = []
  while (stops.length < tooMany) {
    await page.keyboard.press(key)
    const stop = await page.evaluate(deepestFocus)
    if (stop === `button ${to}`) {
      await page.evaluate(() => document.querySelectorAll('.fence').forEach((one) => one.remove()))
      return stops
    }
    stops.push(stop)
  }
  throw new Error(`${key} leads nowhere: ${stops.join()}`)
}

/** Puts a button of the host before the widgets, and one after them. */
const fence = (): void => {
  const button = (name: string): HTMLButtonElement => {
    const made = document.createElement('button')
    made.className = 'fence'
    made.textContent = name
    return made
  }
  const place = document.querySelector('#place')
  place?.before(button('before'))
  place?.after(button('after'))
}

/** What has the focus, through all shadow roots. */
const deepestFocus = (): string => {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return `${focused?.localName} ${focused?.getAttribute('aria-label') ?? focused?.textContent}`
}
