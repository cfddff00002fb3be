import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'
import { becomes, overLine } from './support/over-line.ts'

const open = pagesOfThisFile()

/** The direct of ana and ben, in which nothing more is sent, over a line that is in some state once its messages are there. */
const opened = async (state: 'down' | 'refuses sends'): Promise<Page> => {
  const page = await open()
  await overLine(page, 'up')
  await page.getByRole('article').last().waitFor()
  await becomes(page, state)
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

test('what is taken back to be written anew is kept at once', async () => {
  const page = await opened('refuses sends')
  await write(page, 'one')
  await mine(page, 'one').getByRole('button', { name: 'Edit' }).click()
  await mine(page, 'one').waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => Object.values(localStorage))).toContain('one')
})
