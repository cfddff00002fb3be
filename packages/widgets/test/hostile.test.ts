import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hostileTexts } from './support/hostile-texts.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { strangeIn } from './support/strange.ts'

const open = pagesOfThisFile()

/** Where a page goes and what it asks for, from now on, but for its own scripts. */
const waysOut = (page: Page): readonly string[] => {
  const ways: string[] = []
  const scripts = new RegExp(String.raw`^${page.url()}[\w-]+\.js$`)
  page.on('request', (request) => (scripts.test(request.url()) ? undefined : ways.push(`request ${request.url()}`)))
  page.on('framenavigated', (frame) => ways.push(`frame ${frame.url()}`))
  page.on('popup', (popup) => ways.push(`popup ${popup.url()}`))
  page.on('dialog', (dialog) => {
    ways.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  return ways
}

test('whatever people call themselves and their conversations, say and search for, it stays a text', async () => {
  expect(hostileTexts.length).toBeGreaterThanOrEqual(60)
  // So high that nothing is out of sight.
  const page = await open(1280, 9_000)
  const [ways, strange] = [waysOut(page), await strangeIn(page)]
  const hits: string[] = []
  await page.exposeFunction('hit', () => hits.push('hit'))
  const world = await page.evaluateHandle((texts) => window.playground.hostile(texts), hostileTexts)
  await world.evaluate(({ ana, room }) => {
    window.playground.put(ana, 'msg-inbox')
    window.playground.put(ana, 'msg-room', { 'room-id': room, preview: '20' })
  })
  const text = (index: number): string => hostileTexts.at(index) ?? ''

  const titles = page.locator('msg-conversation-list .title')
  const more = page.locator('msg-conversation-list').getByRole('button', { name: 'More', exact: true })
  await more.click()
  await more.waitFor({ state: 'detached' })
  await expect.poll(() => titles.allTextContents()).toEqual(expect.arrayContaining([...hostileTexts]))
  await page.getByRole('heading', { name: text(0) }).waitFor()
  await page.getByText(`${hostileTexts.length} members`).waitFor()

  await page.getByRole('button', { name: /^The crowd/ }).click()
  await expect.poll(() => page.locator('msg-message-list .author').allTextContents()).toEqual([...hostileTexts])
  await world.evaluate(({ as, crowd }) => as(1).live.typing({ conversationId: crowd, typing: true }))
  await page.locator('[part=typing]', { hasText: text(1) }).waitFor()
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  await dialog.getByText(text(-1), { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('textbox').pressSequentially('@sc')
  await page.getByRole('option').first().waitFor()
  await page.getByRole('textbox').fill('')

  const field = page.getByRole('searchbox', { name: 'Search', exact: true })
  await field.fill('hit')
  await page.locator('msg-search mark').first().waitFor()
  for (let index = 0; index < hostileTexts.length; index += 9) {
    await field.fill(`nobody says ${text(index)}`)
    await page.getByText(`Nothing found for “nobody says ${text(index)}”`).waitFor()
  }
  await expect.poll(() => strange.jsonValue()).toEqual([])
  expect([...ways, ...hits]).toEqual([])
})
