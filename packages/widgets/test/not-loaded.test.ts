import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** A page that loads a conversation when it is wanted, and cannot load scripts of a name. */
const without = async (name: string): Promise<Page> => {
  const page = await open(1000, 640, { expected: /ERR_FAILED/ })
  await page.route(`**/${name}-*.js`, (route) => route.abort())
  await page.goto(`${page.url()}?bare`)
  await page.waitForFunction(() => 'playground' in window)
  return page
}

const unreachable = (page: Page) => page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' })

test('an inbox that could not load what a conversation needs says so, and loads it by Retry', async () => {
  const page = await without('conversation')
  await page.evaluate(async () => {
    await window.playground.fill(1)
    window.playground.show('ana', 'msg-inbox')
  })
  await page.getByRole('button', { name: /^Ben Okri/ }).click()
  const again = page.getByRole('button', { name: 'Retry' })
  await again.click()
  await unreachable(page).waitFor()
  await page.unroute('**/conversation-*.js')
  await again.click()
  await page.getByRole('article').waitFor()
  await expect.poll(() => unreachable(page).count()).toBe(0)
})

test('so does a room that one is in', async () => {
  const page = await without('conversation')
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-room', { 'room-id': await window.playground.furnish() }),
  )
  await page.getByRole('button', { name: 'Join' }).click()
  await unreachable(page).waitFor()
  await page.unroute('**/conversation-*.js')
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByRole('article').last().waitFor()
})

test.each([
  ['new-conversation', 'New conversation'],
  ['members', 'Members'],
  ['find', 'Search in this conversation'],
])('where %s could not be loaded that is said, and the same button loads it', async (script, name) => {
  const page = await without(script)
  await page.evaluate(async () => {
    const id = await window.playground.fill(1)
    window.playground.show('ana', 'msg-inbox', { 'conversation-id': id })
  })
  await page.getByRole('article').waitFor()
  const button = page.getByRole('button', { name, exact: true }).first()
  await button.press('Enter')
  const said = page.getByText('That did not work.')
  await said.waitFor()
  await page.unroute(`**/${script}-*.js`)
  await button.press('Enter')
  await page.getByRole('dialog', { name }).waitFor()
  await said.waitFor({ state: 'detached' })
})
