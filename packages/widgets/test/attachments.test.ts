import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** A picture of four pixels. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP4z8DAAMIM////ZwAAHvAD/ZKPWeQAAAAASUVORK5CYII=',
  'base64',
)
const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: png })

/** The direct of ana and ben over a line in some state. */
const opened = async (page: Page, state: 'up' | 'silent' | 'refuses uploads'): Promise<void> => {
  await page.evaluate(async (first) => {
    const id = await window.playground.fill(3)
    const line = window.playground.over('ana', 'up', 'msg-conversation', { 'conversation-id': id })
    document.addEventListener('mend', () => line.set('up'))
    document.addEventListener('spoil', () => line.set(first))
  }, state)
  await page.getByRole('article').last().waitFor()
  await page.evaluate(() => document.dispatchEvent(new Event('spoil')))
}

const pick = async (page: Page, ...files: readonly ReturnType<typeof picture>[]): Promise<void> => {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([...files])
}

test('pictures that are picked are shown small, sent with the message, and shown in it with their names', async () => {
  const page = await open()
  await opened(page, 'up')
  await pick(page, picture('beach.png'), picture('harbour.png'))
  await page.getByRole('button', { name: 'Remove: harbour.png' }).click()
  await page.getByRole('img', { name: 'beach.png' }).waitFor()
  await page.getByRole('textbox').fill('look')
  await page.getByRole('button', { name: 'Send' }).click()
  const sent = page.getByRole('article', { name: 'You: look' })
  await sent.getByRole('img', { name: 'beach.png' }).waitFor()
  await sent.getByText('Sent', { exact: true }).waitFor()
  await expect.poll(() => page.getByRole('img', { name: 'harbour.png' }).count()).toBe(0)
})

test('cells of a spreadsheet, which come with a picture of themselves, are pasted as the text that they are', async () => {
  const page = await open()
  await opened(page, 'up')
  const field = page.getByRole('textbox')
  const isTaken = await field.evaluate((editor) => {
    const data = new DataTransfer()
    data.setData('text/plain', 'one\ttwo')
    data.setData('text/html', '<table><tr><td>one</td><td>two</td></tr></table>')
    data.items.add(new File([new Uint8Array(4)], 'image.png', { type: 'image/png' }))
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    return !editor.dispatchEvent(paste)
  })
  expect(isTaken).toBe(false)
  await expect.poll(() => page.locator('[part=upload]').count()).toBe(0)
})

test('a picture that is pasted or dropped can be sent without a word, and its place is kept until it is there', async () => {
  const page = await open()
  await opened(page, 'up')
  await page.getByRole('textbox').evaluate(
    (field, bytes) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], 'pasted.png', { type: 'image/png' }))
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    },
    [...png],
  )
  await page.getByRole('region', { name: 'Ben Okri' }).evaluate(
    (region, bytes) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }))
      for (const type of ['dragenter', 'drop'])
        region.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [...png],
  )
  await page.getByRole('img', { name: 'dropped.png' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
  await page.getByRole('button', { name: 'Send' }).click()
  const sent = page.getByRole('article', { name: 'You: pasted.png, dropped.png' })
  const height = (): Promise<number> =>
    sent
      .locator('.picture')
      .last()
      .evaluate((box) => box.getBoundingClientRect().height)
  let before = 0
  await expect.poll(async () => (before = await height())).toBeGreaterThan(100)
  await sent.getByRole('link').last().waitFor()
  await expect.poll(height).toBe(before)
})

test('what is on its way is not sent yet and can be given up; what has failed can be tried again', async () => {
  const page = await open()
  await opened(page, 'silent')
  await page.getByRole('textbox').fill('look')
  await pick(page, picture('slow.png'))
  await page.getByRole('progressbar', { name: 'Uploading: slow.png' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Remove: slow.png' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)

  const other = await open()
  await opened(other, 'refuses uploads')
  await pick(other, picture('again.png'))
  const again = other.getByRole('button', { name: 'Retry: again.png' })
  await again.waitFor()
  await expectForEverybody(other)
  await other.evaluate(() => document.dispatchEvent(new Event('mend')))
  await again.click()
  await expect.poll(() => other.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
})

test('what was being written comes back with its files when another message was edited meanwhile', async () => {
  const page = await open()
  await opened(page, 'up')
  const field = page.getByRole('textbox')
  await field.fill('my last')
  await field.press('Enter')
  const mine = page.getByRole('article', { name: 'You: my last' })
  await mine.getByText('Sent', { exact: true }).waitFor()
  await field.fill('look at')
  await pick(page, picture('beach.png'))
  const waiting = page.getByRole('button', { name: 'Remove: beach.png' })
  await waiting.waitFor()
  await mine.focus()
  await page.keyboard.press('e')
  await page.getByText('Editing your message').waitFor()
  await expect.poll(() => waiting.count()).toBe(0)
  await field.fill('my very last')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: my very last' }).getByText('edited').waitFor()
  await waiting.waitFor()
  await expect.poll(() => field.inputValue()).toBe('look at')
  await page.getByRole('article', { name: 'You: my very last' }).focus()
  await page.keyboard.press('e')
  await page.getByText('Editing your message').waitFor()
  await expect.poll(() => field.inputValue()).toBe('my very last')
  await field.press('Escape')
  await expect.poll(() => field.inputValue()).toBe('look at')
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: look at' }).getByRole('img', { name: 'beach.png' }).waitFor()
})

test('files that a message has no room for are named, with the reason, until others are chosen', async () => {
  const page = await open()
  await opened(page, 'up')
  const large = { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(10_485_761) }
  const notes = Array.from({ length: 12 }, (_, n) => picture(`note-${n + 1}.png`))
  await pick(page, large, ...notes)
  const tooMany = page.getByText(/note-11\.png.*note-12\.png.*10 files/)
  const tooLarge = page.getByText(/film\.bin.*10\sMB/)
  await tooMany.waitFor()
  await tooLarge.waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Remove: note/ }).count()).toBe(10)
  await expect.poll(() => page.getByRole('alert').filter({ hasText: 'film.bin' }).count()).toBe(1)
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Remove: note-1.png' }).click()
  await tooMany.waitFor({ state: 'detached' })
  await tooLarge.waitFor({ state: 'detached' })
  await pick(page, large)
  await tooLarge.waitFor()
  await page.getByRole('button', { name: 'Send' }).click()
  await tooLarge.waitFor({ state: 'detached' })
})

test('a file is not asked for while a message is edited; one that is dropped all the same is not opened in place of the page', async () => {
  const page = await open()
  await opened(page, 'up')
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [fileURLToPath(import.meta.url)], dragOperationsMask: 1 }
  const drag = async (...types: readonly ('dragEnter' | 'dragOver' | 'drop' | 'dragCancel')[]): Promise<void> => {
    for (const type of types) await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
  const invites = page.getByText('Drop files to attach them')
  const attached = page.getByRole('button', { name: 'Remove: attachments.test.ts' })
  const editing = page.getByText('Editing your message')
  await page.getByRole('textbox').press('ArrowUp')
  await editing.waitFor()
  await drag('dragEnter', 'dragOver')
  // What is asked of the page after that is answered after that.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  await expect.poll(() => invites.count()).toBe(0)
  await drag('drop')
  await page.getByRole('textbox').press('Escape')
  await editing.waitFor({ state: 'detached' })
  await expect.poll(() => attached.count()).toBe(0)
  await drag('dragEnter', 'dragOver')
  await invites.waitFor()
  await drag('drop')
  await attached.waitFor()
  await expect.poll(() => invites.count()).toBe(0)
})

test('nobody is shut out of files', async () => {
  const page = await open()
  await opened(page, 'up')
  await pick(page, picture('beach.png'), { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('eggs') })
  await expect.poll(() => page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('link', { name: /notes\.txt/ }).waitFor()
  await pick(page, picture('harbour.png'))
  await expectForEverybody(page)
})
