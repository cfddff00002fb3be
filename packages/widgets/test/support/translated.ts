import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { cutOff } from './fits.ts'

/** What is said in the page in plain letters, but by people: what they and their files are called, and emoji, is in no catalogue. */
const untranslated = (): readonly string[] => {
  const found: string[] = []
  const words = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt']
  const said = `bdi, [dir=auto], time, kbd, pre, code,
    :is([part=initials], [part=launcher], [part=upload], [part=picture], [part=file], [part=emoji])`
  // What a catalogue says of somebody has their name in it.
  const isPlain = (text: string | null): boolean => text !== null && /[A-Za-z]/.test(text) && !text.includes(' îñ')
  const look = (element: Element): void => {
    if (element.closest(said) !== null) return
    for (const { nodeType, textContent } of element.childNodes)
      if (nodeType === Node.TEXT_NODE && isPlain(textContent)) found.push(textContent ?? '')
    // Messages are called by what they say, what one can do to them by who said it, conversations by their title, a panel by the host.
    if (element.matches('[role=article], [part=actions], section, [part=panel]')) return
    for (const name of words)
      if (isPlain(element.getAttribute(name))) found.push(`${element.localName} ${name}: ${element.getAttribute(name)}`)
  }
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      look(element)
      if (element.shadowRoot !== null) walk(element.shadowRoot)
    }
  }
  for (const provider of document.querySelectorAll('msg-provider')) walk(provider)
  return found
}

/** Puts the widgets into the language that nobody speaks, or back. */
const speakPseudo = (page: Page, speaks: boolean): Promise<void> =>
  page.evaluate(
    (isOn) =>
      document
        .querySelectorAll('msg-provider')
        .forEach((one) => Object.assign(one, { strings: isOn ? window.pseudo : null })),
    speaks,
  )

/** Fails where something is not in a catalogue, or is cut off where it is longer. */
export const expectTranslated = async (page: Page): Promise<void> => {
  await speakPseudo(page, true)
  await expect.poll(() => page.evaluate(untranslated), { message: 'in no catalogue' }).toEqual([])
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 640 })
    await expect.poll(() => page.evaluate(cutOff), { message: `in longer words, ${width}` }).toEqual([])
  }
  await speakPseudo(page, false)
}
