import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** The direct of ana and ben, over a line on which nothing is sent: it is down once its messages are there, or refuses what is. */
const opened = async (state: 'down' | 'refuses sends'): Promise<Page> => {
  const page = await open()
  await page.evaluate(async (given) => {
    const id = await window.playground.fill(3)
    const first = given === 'down' ? 'up' : given
    const line = window.playground.over('ana', first, 'msg-conversation', { 'conversation-id': id })
    if (given === 'down') document.addEventListener('cut', () => line.set(given))
  }, state)
  await page.getByRole('article').last().waitFor()
  await page.evaluate(() => document.dispatchEvent(new Event('cut')))
  return page
}

const write = async (page: Page, text: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill(text)
  await field.press('Enter')
  await mine(page, text).waitFor()
}

const mine = (page: Page, text: string) => page.getByRole('article', { name: `You: ${text}` })

test('what waits for the connection says so; Delete gives it up, and the message in its place has the focus', async () => {
  const page = await opened('down')
  await write(page, 'one')
  await write(page, 'two')
  await mine(page, 'one').getByText('Waiting to send', { exact: true }).waitFor()
  await mine(page, 'two').getByText('Waiting to send', { exact: true }).waitFor()
  await mine(page, 'one').press('Delete')
  await mine(page, 'one').waitFor({ state: 'detached' })
  await expect.poll(() => mine(page, 'two').evaluate((row) => row.matches(':focus'))).toBe(true)
  await mine(page, 'two').press('Delete')
  await mine(page, 'two').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('[role=article][tabindex="0"]:focus').count()).toBe(1)
})

test('what waits behind a message that was refused says so', async () => {
  const page = await opened('refuses sends')
  await write(page, 'one')
  await mine(page, 'one').getByText('Not sent').waitFor()
  await write(page, 'two')
  await mine(page, 'two').getByText('Waiting to send', { exact: true }).waitFor()
  await mine(page, 'one').getByRole('button', { name: 'Discard' }).click()
  await mine(page, 'two').getByText('Not sent').waitFor()
})
