import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** A group of ana and ben who take turns, with words of all lengths; seen by ana. */
const opened = async (width: number, hasTouch = false): Promise<Page> => {
  const page = await open(width, 640, { hasTouch })
  await page.evaluate(async () => {
    const { as, show } = window.playground
    const group = await as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben', 'cleo'] })
    const long = 'a long word about the lighthouse above the strait, and of its keeper, '
    for (const [author, body] of [
      ['ben', long.repeat(3)],
      ['ana', long.repeat(2)],
      ['ana', 'ok'],
      ['ben', 'ok'],
      ['ben', long],
      ['ana', 'see https://example.org/plan'],
    ] as const)
      await as(author).messages.send({ conversationId: group.id, body })
    show('ana', 'msg-conversation', { 'conversation-id': group.id })
  })
  await expect.poll(() => page.getByRole('article').count()).toBe(6)
  return page
}

/** Points at a message until it is the active one: a list that still moves has another below the mouse. */
const pointAt = (row: Locator): Promise<void> =>
  expect.poll(() => row.hover().then(() => row.locator('.actions').count())).toBe(1)

/** What of the texts shown lies under what one can do to the active message. */
const covered = (page: Page): Promise<readonly string[]> =>
  page.getByRole('log').evaluate((list) => {
    const actions = list.querySelector('.actions')?.getBoundingClientRect()
    if (actions === undefined) return ['there are no actions']
    return [...list.querySelectorAll('.bubble, .author, .meta, .divider')].flatMap((shown) => {
      const { left, right, top, bottom } = shown.getBoundingClientRect()
      const meets = left < actions.right && actions.left < right && top < actions.bottom && actions.top < bottom
      return meets ? [shown.textContent ?? ''] : []
    })
  })

test.each([320, 390, 560, 1000])('what one can do to a message covers no text, at %d pixels', async (width) => {
  const page = await opened(width)
  for (const row of await page.getByRole('article').all()) {
    await pointAt(row)
    await expect.poll(() => covered(page)).toEqual([])
  }
})

test('where there is little room all of it is in a menu: for a mouse, for keys, and for a finger that rests', async () => {
  const page = await opened(320)
  const last = page.getByRole('article').last()
  await pointAt(last)
  await last.getByRole('button', { name: 'More' }).click()
  const menu = page.getByRole('menu', { name: 'More' })
  await menu.getByRole('menuitem', { name: 'Reply' }).waitFor()
  await expectForEverybody(page)
  await menu.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByText('Editing your message').waitFor()
  await page.keyboard.press('Escape')

  await last.focus()
  await page.keyboard.press('Shift+F10')
  await menu.waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('p')
  await expect
    .poll(() => menu.getByRole('menuitem', { name: 'Pin' }).evaluate((item) => item.matches(':focus')))
    .toBe(true)
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await expect.poll(() => last.evaluate((row) => row.matches(':focus'))).toBe(true)

  await last.dispatchEvent('contextmenu', { pointerType: 'mouse' })
  await expect.poll(() => menu.count()).toBe(0)
  await last.evaluate((row) =>
    row.dispatchEvent(new PointerEvent('contextmenu', { pointerType: 'touch', bubbles: true, cancelable: true })),
  )
  await menu.getByRole('menuitem', { name: '👍' }).click()
  await last.getByRole('button', { name: '👍, 1 person, including you' }).waitFor()
})

test.each([
  ['ltr', 'en', 'ArrowRight', 'ArrowLeft'],
  ['rtl', 'ar', 'ArrowLeft', 'ArrowRight'],
])(
  '%s one arrow leads into the actions of a message and along them, the other back and out',
  async (direction, locale, on, back) => {
    const page = await opened(1000)
    await page.locator('msg-provider').evaluate((provider, tag) => provider.setAttribute('locale', tag), locale)
    const last = page.getByRole('article').last()
    const buttons = last.getByRole('toolbar').getByRole('button')
    const hasFocus = (place: Locator) => expect.poll(() => place.evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.waitForFunction((dir) => document.querySelector('msg-provider')?.matches(`:dir(${dir})`), direction)
    await last.press(on)
    await hasFocus(buttons.nth(0))
    await page.keyboard.press(on)
    await hasFocus(buttons.nth(1))
    await page.keyboard.press(back)
    await hasFocus(buttons.nth(0))
    await page.keyboard.press(back)
    await hasFocus(last)
    await last.getByRole('link').focus()
    await page.keyboard.press(back)
    await hasFocus(last)
  },
)

test('a finger that rests between messages opens the menu of none', async () => {
  const page = await opened(390, true)
  const last = page.getByRole('article').last()
  await last.tap({ position: { x: 20, y: 10 } })
  await last.getByRole('button', { name: 'More' }).waitFor()
  const held = await page
    .getByRole('separator')
    .first()
    .evaluate((divider) => {
      const event = new PointerEvent('contextmenu', { pointerType: 'touch', bubbles: true, cancelable: true })
      return divider.dispatchEvent(event)
    })
  // It is for the browser.
  expect(held).toBe(true)
})

test('a finger opens the menu with one touch of a button as large as a finger', async () => {
  const page = await opened(390, true)
  const last = page.getByRole('article').last()
  // Not on the link: that would open a tab of its own, and this one would draw once a second.
  await last.tap({ position: { x: 20, y: 10 } })
  const more = last.getByRole('button', { name: 'More' })
  await more.waitFor()
  await expect.poll(() => covered(page)).toEqual([])
  await expect.poll(async () => (await more.boundingBox())?.width).toBeGreaterThanOrEqual(44)
  await more.tap()
  await page.getByRole('menuitem', { name: 'Reply' }).tap()
  await page.getByText('Replying to').waitFor()
})
