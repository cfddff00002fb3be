import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'
import type { OpenedPage } from './support/opened.ts'

const open = pagesOfThisFile()

/** A page with ana's inbox. */
const inbox = async (width = 1100): Promise<OpenedPage> => {
  const { page, wrong } = await open(width, 700)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox')
  })
  return { page, wrong }
}

test('lists my conversations, shows the one I choose, and counts it as read once I saw it', async () => {
  const { page, wrong } = await inbox()
  const team = page.getByRole('button', { name: /^Team Beta 1 unread message Cleo Wu: Are we ready/ })
  await team.click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await page.bringToFront()
  await page.getByRole('button', { name: /^Team Beta Cleo Wu/ }).waitFor()
  expect(await page.getByRole('button', { name: /^Ben Okri/ }).count()).toBe(2)
  expect(wrong).toEqual([])
  await page.close()
})

test('begins a conversation with one person, or a group with several', async () => {
  const { page, wrong } = await inbox()
  await page.getByRole('button', { name: 'New conversation' }).click()
  const picker = page.getByRole('combobox', { name: 'Name, username or e-mail' })
  await picker.fill('cle')
  await picker.press('Enter')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Cleo Wu' }).waitFor()

  await page.getByRole('button', { name: 'New conversation' }).click()
  await page.getByRole('option', { name: /Ben Okri/ }).click()
  await page.getByRole('option', { name: /Cleo Wu/ }).click()
  await page.getByRole('textbox', { name: 'Title (optional)' }).fill('Lisbon')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Lisbon' }).waitFor()
  await page.getByText('3 members').waitFor()
  expect(wrong).toEqual([])
  await page.close()
})

test('shows one thing at a time where there is little room', async () => {
  const { page, wrong } = await inbox(420)
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Messages' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  expect(wrong).toEqual([])
  await page.close()
})

test('nobody is shut out of an inbox', async () => {
  const { page, wrong } = await inbox()
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await expectForEverybody(page)
  expect(wrong).toEqual([])
  await page.close()
})
