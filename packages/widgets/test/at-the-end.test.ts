import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** Sends something so many frames after PageUp has begun to scroll; until the list has come to rest. */
const sentWhileScrolling = async (page: Page, frames: number): Promise<void> => {
  const list = page.getByRole('log')
  await list.focus()
  await list.evaluate((viewport, wait) => {
    const conversation = document.querySelector('msg-conversation')
    const composer = conversation?.shadowRoot?.querySelector('msg-composer')
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const send = async (): Promise<void> => {
      const from = viewport.scrollTop
      while (viewport.scrollTop === from) await frame()
      for (let n = 0; n < wait; n += 1) await frame()
      composer?.insertText(`sent after ${wait}`)
      await composer?.updateComplete
      composer?.editor?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }),
      )
    }
    viewport.addEventListener('keydown', () => void send(), { once: true })
  }, frames)
  await page.keyboard.press('PageUp')
  await page.getByRole('article', { name: `You: sent after ${frames}` }).waitFor({ state: 'attached' })
  await list.evaluate(async (viewport) => {
    for (let [still, top] = [0, viewport.scrollTop]; still < 20; still += 1) {
      await new Promise((done) => requestAnimationFrame(done))
      if (viewport.scrollTop !== top) [still, top] = [0, viewport.scrollTop]
    }
  })
}

test('what one sends is shown, also while a key still scrolls the list', async () => {
  const page = await open()
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': await window.playground.fill(100) }),
  )
  await page.getByRole('article', { name: /: 100 / }).waitFor()
  const toEnd = () =>
    page.getByRole('log').evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop))
  for (const frames of [0, 1, 2, 3, 4, 5, 6, 8]) {
    await sentWhileScrolling(page, frames)
    await expect.poll(toEnd, { message: `${frames} frames after` }).toBe(0)
  }
})
