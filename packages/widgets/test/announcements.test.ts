import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { heardIn } from './support/heard.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { becomes, overLine } from './support/over-line.ts'
import { ownTime } from './support/own-time.ts'

const open = pagesOfThisFile()

/** Ben says so many things, one right after the other. */
const says = (page: Page, word: string, times: number): Promise<void> =>
  page.evaluate(
    async ([said, count]) => {
      const ben = window.playground.as('ben')
      const { conversations } = await ben.inbox.list()
      for (let n = 1; n <= count; n += 1)
        await ben.messages.send({ conversationId: conversations[0]?.id ?? '', body: `${said} ${n}` })
    },
    [word, times] as const,
  )

/** Scrolls up through what is loaded on the way, to the very first message. */
const readFromTheStart = async (page: Page): Promise<void> => {
  const first = page.getByRole('article', { name: /^You: 1 the release/ })
  const isThere = () =>
    page
      .getByRole('log')
      .evaluate((list) => {
        list.scrollTop = 0
      })
      .then(() => first.count())
  await expect.poll(isThere).toBe(1)
}

/** Of how many messages a text tells: of one by its words, of several by their number. */
const toldBy = (text: string): number => Number(/^(\d+) new messages in Ben Okri$/.exec(text)?.[1] ?? 1)

test('what others say and do is said once, a burst in two at most; history, and that time goes by, not at all', async () => {
  const page = await open()
  const heard = await heardIn(page)
  // The widget goes by a time that can be stopped from its beginning.
  await page.clock.install()
  await overLine(page, 'up', 120)
  await page.getByRole('article').last().waitFor()
  await readFromTheStart(page)
  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await page.getByRole('article', { name: /^Ben Okri: 120 / }).waitFor()
  const time = await ownTime(page)

  await says(page, 'one', 1)
  await page.getByRole('article', { name: 'Ben Okri: one 1' }).waitFor()
  await expect.poll(() => heard.jsonValue()).toEqual(['Ben Okri: one 1'])
  await time.pass(61_000)

  await page.evaluate(async () => {
    const ben = window.playground.as('ben')
    const { conversations } = await ben.inbox.list()
    await ben.live.typing({ conversationId: conversations[0]?.id ?? '', typing: true })
  })
  await page.locator('[part=typing]', { hasText: 'Ben Okri is typing…' }).waitFor()
  await expect.poll(() => heard.jsonValue()).toEqual(['Ben Okri: one 1', 'Ben Okri is typing…'])

  await says(page, 'burst', 20)
  await page.getByRole('article', { name: 'Ben Okri: burst 20' }).waitFor()
  await time.pass(61_000)
  const burst = async () => (await heard.jsonValue()).slice(2)
  await expect.poll(async () => (await burst()).reduce((sum, text) => sum + toldBy(text), 0)).toBe(20)
  expect((await burst()).length).toBeLessThanOrEqual(2)
})

test('a connection that is lost for a second and a half is not mentioned; one for five is within two and a half, once', async () => {
  const page = await open()
  const heard = await heardIn(page)
  await overLine(page, 'up')
  await page.getByRole('article').last().waitFor()
  const time = await ownTime(page)
  const bar = page.locator('msg-status [part=bar]')
  await becomes(page, 'down')
  await time.pass(1_500)
  await expect.poll(() => bar.count()).toBe(0)
  await becomes(page, 'up')
  await time.pass(2_000)
  await expect.poll(() => bar.count()).toBe(0)
  await becomes(page, 'down')
  await time.pass(2_500)
  await bar.getByText('You are offline.').waitFor()
  await time.pass(2_500)
  await becomes(page, 'up')
  await bar.waitFor({ state: 'detached' })
  // The short one would have been announced before this one.
  await expect.poll(() => heard.jsonValue()).toEqual([expect.stringContaining('You are offline.')])
})

test('however many are typing, a few are named', async () => {
  const page = await open(320)
  await page.evaluate(async () => {
    const names = Array.from({ length: 12 }, (_, n) => `Person ${n}`)
    const { ana, as, crowd } = await window.playground.hostile(names)
    window.playground.put(ana, 'msg-conversation', { 'conversation-id': crowd })
    document.addEventListener('type', () =>
      names.forEach((_, n) => void as(n).live.typing({ conversationId: crowd, typing: true })),
    )
  })
  await page.getByRole('textbox').waitFor()
  await page.evaluate(() => document.dispatchEvent(new Event('type')))
  const line = page.locator('[part=typing]')
  await expect.poll(() => line.innerText()).toMatch(/^(?:Person \d+, ){3}and \+\d are typing…$/)
  await expect.poll(async () => (await line.boundingBox())?.height).toBeLessThan(40)
})
