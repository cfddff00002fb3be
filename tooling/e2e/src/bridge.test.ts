import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { startDemo } from './demo-server.ts'
import type { DemoServer } from './demo-server.ts'

let browser: Browser
let demo: DemoServer
let chat = ''

beforeAll(async () => {
  browser = await launch()
  demo = await startDemo('', 0, ['--bridge'])
  chat = /Stack Exchange, faked: (http:\S+)/.exec(demo.output())?.[1] ?? ''
})
afterAll(async () => {
  await browser?.close()
  await demo?.end('SIGKILL')
})

test('what is typed on the page of the other chat appears in the room of the article with who wrote it, and back', async () => {
  const there = await browser.newPage()
  await there.goto(chat)
  await there.getByLabel('As').selectOption({ label: 'Ada' })
  const here = await browser.newPage()
  await here.goto(`${demo.url}/journal/lighthouse?as=alice`)
  await here.getByRole('button', { name: 'Join' }).click()
  const say = async (text: string): Promise<void> => {
    await there.getByLabel('Message').fill(text)
    await there.getByRole('button', { name: 'Say' }).click()
  }
  const shownHere = (text: string) => here.getByRole('log').getByText(text, { exact: true })
  await say('is anybody at the lighthouse?')
  await shownHere('is anybody at the lighthouse?').waitFor()
  await here.getByRole('log').getByText('Ada (Stack Exchange)').first().waitFor()
  await here.getByRole('log').locator('msg-avatar img[src$="/pictures/8"]').first().waitFor()
  // The best of some tries: the machine may have other things to do.
  let inTime = false
  for (let tries = 1; tries <= 30 && !inTime; tries += 1) {
    await say(`once more ${tries}`)
    const shown = shownHere(`once more ${tries}`)
    inTime = await shown.waitFor({ timeout: 1_000 }).then(
      () => true,
      () => false,
    )
    await shown.waitFor()
  }
  expect(inTime).toBe(true)
  await here.getByRole('textbox', { name: /^Message / }).fill('the keeper is')
  await here.keyboard.press('Enter')
  await there.getByText('the keeper is').waitFor()
  await expect.poll(() => there.getByText('Journal Relay').count()).toBeGreaterThan(0)
})
