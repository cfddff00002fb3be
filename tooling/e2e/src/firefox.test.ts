import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { demoInBrowser } from './demo-in-browser.ts'
import { firefoxPath, launchFirefox } from './firefox.ts'

const path = firefoxPath()

describe.skipIf(path === undefined)('in Firefox', () => {
  const stage = demoInBrowser(() => launchFirefox(path ?? ''))

  /** A person in a window of their own, low enough for lists to scroll, with a conversation open; fails the test on any error of the page. */
  const openAs = async (person: string, conversation: RegExp): Promise<Page> => {
    const page = await stage.browser.newPage({ viewport: { width: 1000, height: 420 } })
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
    await page.goto(`${stage.demo.url}/messages/?as=${person}`)
    await page.getByRole('button', { name: conversation }).click()
    await field(page).waitFor()
    return page
  }

  test('what is said, answered, reacted to, mentioned, edited and deleted is seen by the other', async () => {
    const [alice, bob] = [await openAs('alice', /^Lobby/), await openAs('bob', /^Lobby/)]
    await write(alice, 'a word')
    const said = bob.getByRole('article', { name: 'Alice Liddell: a word' })
    await turnTo(bob)
    await said.focus()
    await bob.keyboard.press('r')
    await write(bob, 'an answer')
    const answer = alice.getByRole('article', { name: 'Bob Marsh: an answer' })
    await turnTo(alice)
    await answer.focus()
    await alice.keyboard.press('+')
    await alice.getByRole('gridcell', { name: 'thumbs up' }).click()
    await bob.getByRole('button', { name: '👍, 1 person', exact: true }).waitFor()

    await field(alice).pressSequentially('hello @bo')
    await alice
      .locator('msg-composer')
      .getByRole('option', { name: /Bob Marsh/ })
      .waitFor()
    await alice.keyboard.press('Enter')
    await alice.keyboard.press('Enter')
    await shown(bob, '@Bob Marsh').waitFor()
    await field(alice).press('ArrowUp')
    await alice.getByText('Editing your message').waitFor()
    await write(alice, 'a mistake')
    await shown(bob, 'a mistake').waitFor()
    const mistake = alice.getByRole('article', { name: 'You: a mistake' })
    await mistake.focus()
    await alice.keyboard.press('Delete')
    await alice.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect.poll(() => shown(bob, 'a mistake').count()).toBe(0)
    for (const page of [alice, bob]) await page.close()
  })

  test('open pages catch up after the server was killed, and what was written meanwhile goes out once', async () => {
    const [alice, bob] = [await openAs('alice', /^Lobby/), await openAs('bob', /^Lobby/)]
    await stage.demo.end('SIGKILL')
    await alice.locator('msg-status [part=bar]').waitFor()
    await write(alice, 'written while it was down')
    await stage.restart()
    await shown(bob, 'written while it was down').waitFor({ timeout: 60_000 })
    await write(bob, 'still here')
    await shown(alice, 'still here').waitFor()
    await expect.poll(() => shown(bob, 'written while it was down').count()).toBe(1)
    for (const page of [alice, bob]) await page.close()
  })

  test('keys lead to the beginning of a long conversation and to its end', async () => {
    const page = await openAs('alice', /^The Declaration/)
    await page.getByRole('article').last().waitFor()
    await page.getByRole('log').focus()
    await page.keyboard.press('ControlOrMeta+Home')
    await expect
      .poll(() => isFocused(page.getByRole('article', { name: /: Whereas recognition of the inherent dignity/ })))
      .toBe(true)
    await page.keyboard.press('ControlOrMeta+End')
    await expect.poll(() => isFocused(page.getByRole('article').last())).toBe(true)
    await page.close()
  })

  test('what scrolls is no tab stop: Tab leads into a list, to what was found, and to an emoji', async () => {
    const page = await openAs('alice', /^Lobby/)
    await page.getByRole('button', { name: 'Rooms' }).focus()
    await page.keyboard.press('Tab')
    await expect.poll(() => isFocused(page.locator('msg-conversation-list').getByRole('button').first())).toBe(true)
    const search = page.getByRole('searchbox', { name: 'Search', exact: true })
    await search.fill('the')
    const found = page.locator('msg-search').first().getByRole('button')
    await found.nth(3).waitFor()
    await search.press('Tab')
    await expect.poll(() => isFocused(found.first())).toBe(true)
    await page.getByRole('button', { name: 'Emoji' }).click()
    const smileys = page.getByRole('tab', { name: 'Smileys' })
    await smileys.click()
    await expect.poll(() => isFocused(smileys)).toBe(true)
    await page.getByRole('gridcell').first().waitFor()
    await page.keyboard.press('Tab')
    await expect.poll(() => isFocused(page.getByRole('gridcell').first())).toBe(true)
    await page.close()
  })
})

const field = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / })

const write = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text)
  await page.keyboard.press('Enter')
}

const shown = (page: Page, text: string): Locator => page.getByRole('log').getByText(text, { exact: true })

/** Keys are for the window in front: in the others nothing learns that it has the focus. */
const turnTo = async (page: Page): Promise<void> => {
  await page.bringToFront()
  await expect.poll(() => page.evaluate('document.hasFocus()')).toBe(true)
}

const isFocused = (one: Locator): Promise<boolean> => one.evaluate((element) => element.matches(':focus'))
