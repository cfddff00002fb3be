import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

const opened = async (): Promise<Page> => {
  const page = await open()
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': await window.playground.fill(6) }),
  )
  await page.getByRole('article').last().waitFor()
  return page
}

test('an emoji is found by a word, written where the cursor is, and among the last used from then on', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('ab')
  await field.press('ArrowLeft')
  await page.getByRole('button', { name: 'Emoji' }).click()
  const search = page.getByRole('searchbox', { name: 'Search emoji' })
  await search.fill('rocket')
  await page.getByRole('gridcell', { name: 'rocket' }).waitFor()
  await search.press('Enter')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue()).toBe('a🚀b')
  await expect.poll(() => field.evaluate((editor) => editor.matches(':focus'))).toBe(true)
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('gridcell', { name: 'rocket' }).waitFor()
  await page.keyboard.press('Escape')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue()).toBe('a🚀b')
})

test('the keyboard leads through groups and rows, and a reaction is one key away', async () => {
  const page = await opened()
  await page.getByRole('log').focus()
  await page.keyboard.press('End')
  await expect
    .poll(() =>
      page
        .getByRole('article')
        .last()
        .evaluate((one) => one.matches(':focus')),
    )
    .toBe(true)
  await page.keyboard.press('+')
  await page.getByRole('gridcell').first().waitFor()
  await expect.poll(() => page.getByRole('searchbox').evaluate((one) => one.matches(':focus'))).toBe(true)
  await page.keyboard.type('tad')
  await page.getByRole('gridcell', { name: 'party popper' }).waitFor()
  await page.getByRole('searchbox').fill('')
  // Past the skin tone.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.getByRole('tab', { name: 'Smileys' }).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Tab')
  const first = page.getByRole('gridcell').first()
  await expect.poll(() => first.evaluate((cell) => cell.matches(':focus'))).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const tenth = '🙃'
  await page.getByRole('button', { name: /, 1 person, including you/ }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /, 1 person, including you/ }).innerText()).toContain(tenth)
})

test('a skin tone that was chosen is kept, for what is picked, found and suggested', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('gridcell').first().waitFor()
  await page.getByRole('combobox', { name: 'Skin tone' }).selectOption({ value: '3' })
  const search = page.getByRole('searchbox', { name: 'Search emoji' })
  await search.fill('thumbs up')
  await page.getByRole('gridcell', { name: 'thumbs up' }).waitFor()
  await search.press('Enter')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue()).toBe('👍🏽')
  await field.pressSequentially(' :waving_hand')
  await page.getByRole('option', { name: 'waving hand' }).waitFor()
  await field.press('Tab')
  await expect.poll(() => field.inputValue()).toBe('👍🏽 👋🏽 ')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('gridcell', { name: 'thumbs up' }).first().waitFor()
  await expect.poll(() => page.getByRole('gridcell').allInnerTexts()).toEqual(expect.arrayContaining(['👍🏽', '👋🏽']))
  await page.getByRole('combobox', { name: 'Skin tone' }).selectOption({ value: '0' })
})

test('nobody is shut out of the picker', async () => {
  const page = await opened()
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('gridcell').first().waitFor()
  await expectForEverybody(page)
})
