import type { JSHandle, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'
import { ownTime } from './support/own-time.ts'
import { differentPart } from './support/pixels.ts'
import { shiftsIn } from './support/shifts.ts'

const open = pagesOfThisFile()

/** Where a page that unsets everything has its boxes, widgets among them. */
const layout = `
  head, h1 { display: none }
  body, main, .stage { display: block }
  msg-inbox, msg-room, msg-conversation, msg-dm[mode='inline'] { display: block; height: 100% }
  msg-dm:not([mode='inline']), msg-unread-badge { display: inline-block }`

/** A page that means well with everything else it has. */
const unfriendly = `
  :root { font-size: 62.5% }
  * { all: unset }
  main { text-transform: uppercase; font: italic 30px cursive; color: red; text-align: end }
  button, input, textarea, a, h2, h3, p, ul, li, nav, form, small, time, svg, img, dialog {
    margin: 9px !important; border: 5px dashed lime !important; padding: 20px !important; background: red !important;
    color: lime !important; font: 30px cursive !important; float: right !important;
  }`

/** Adds rules to those of the page. */
const addRules = (page: Page, rules: string): Promise<JSHandle<CSSStyleSheet>> =>
  page.evaluateHandle((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets.push(sheet)
    return sheet
  }, rules)

test('nothing moves while widgets load, and whatever rules the page has for what it thinks is its own, they look the same', async () => {
  const page = await open(1000, 800)
  await addRules(page, layout)
  const show = () => page.evaluate(() => window.gallery.show(['everyday']))
  // Until what reads Markdown is there, messages are shown as they were written.
  await show()
  const shifts = await shiftsIn(page)
  await show()
  await expect.poll(() => shifts.evaluate((told) => told())).toEqual([])
  await ownTime(page)
  const rules = await addRules(page, unfriendly)
  const shown = async (disabled: boolean): Promise<Buffer> => {
    await rules.evaluate((sheet, off) => void Object.assign(sheet, { disabled: off }), disabled)
    return page.screenshot({ fullPage: true, animations: 'disabled' })
  }
  await expect.poll(async () => differentPart(page, await shown(true), await shown(false))).toBeLessThanOrEqual(0.001)
})

test('what a host takes back, with the attribute or by undefined, is as if it had never been set', async () => {
  const page = await open(1000)
  await page.evaluate(async () => {
    const id = await window.playground.fill(1)
    window.playground.show('ana', 'msg-inbox', { 'conversation-id': id, 'send-key': 'mod-enter' })
  })
  const inbox = page.locator('msg-inbox')
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('sent by Enter')
  await inbox.evaluate((element) => element.removeAttribute('send-key'))
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: sent by Enter' }).waitFor()
  await inbox.evaluate((element) => void Reflect.set(element, 'conversationId', undefined))
  await page.getByText('Choose a conversation, or begin a new one.').waitFor()
  const provider = page.locator('msg-provider')
  const session = await provider.evaluateHandle((element) => {
    const before: unknown = Reflect.get(element, 'session')
    Reflect.set(element, 'session', undefined)
    return before
  })
  await page.getByRole('button', { name: /^Ben Okri/ }).waitFor({ state: 'detached' })
  await provider.evaluate((element, before) => void Reflect.set(element, 'session', before), session)
  await page.getByRole('button', { name: /^Ben Okri/ }).waitFor()
})
