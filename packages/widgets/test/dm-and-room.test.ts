import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

test('the button of a person opens the direct with them, Escape closes it, and the focus is back on the button', async () => {
  const { page, wrong } = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' }))
  const launcher = page.getByRole('button', { name: 'Message Ben', exact: true })
  await launcher.click()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('hi')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: hi' }).waitFor()
  await field.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => launcher.evaluate((button) => button.matches(':focus'))).toBe(true)
  const { conversations } = await page.evaluate(() => window.playground.as('ben').inbox.list())
  expect(conversations.map(({ lastMessage }) => lastMessage?.body)).toEqual(['hi'])
  expect(wrong).toEqual([])
  await page.close()
})

test('there is no button for oneself', async () => {
  const { page } = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ana' }))
  await page.waitForFunction(() => document.querySelector('msg-dm') !== null)
  expect(await page.getByRole('button').count()).toBe(0)
  await page.close()
})

test('a room shows a little of itself before one joins, and all of it after', async () => {
  const { page, wrong } = await open()
  await page.evaluate(async () => {
    const id = await window.playground.furnish()
    window.playground.show('ana', 'msg-room', { 'room-id': id })
  })
  await page.getByText('2 members').waitFor()
  await page.getByText('Who is in for Lisbon?').waitFor()
  await expectForEverybody(page)
  await page.evaluate(() => document.querySelector('msg-provider')?.setAttribute('locale', 'en'))
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('textbox', { name: 'Message Travel' }).fill('count me in')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'You: count me in' }).waitFor()
  await page.getByText('3 members').waitFor()
  await page.getByText('Ana Braga joined').waitFor()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Join' }).waitFor()
  expect(wrong).toEqual([])
  await page.close()
})

test('a room without a title is called as the page says, and no name makes it wider than its place', async () => {
  const { page, wrong } = await open(400)
  const heading = 'Discussion of the last keeper of the lighthouse above the strait'
  await page.evaluate(async (said) => {
    const { id } = await window.playground.as('ana').conversations.openRoom({})
    window.playground.show('ana', 'msg-room', { 'room-id': id, heading: said })
  }, heading)
  await page.getByRole('heading', { name: heading }).waitFor()
  const field = await page.getByRole('textbox', { name: `Message ${heading}` }).boundingBox()
  expect((field?.x ?? 0) + (field?.width ?? 400)).toBeLessThan(400)
  expect(wrong).toEqual([])
  await page.close()
})
