import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { firstAtRest } from './support/first-at-rest.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { jumpAtReaction, scrolledUp } from './support/scrolled-up.ts'

const open = pagesOfThisFile()

/** A page with the conversation of ana and ben, seen by ana. */
const opened = async (count: number): Promise<Page> => {
  const page = await open()
  await page.evaluate(async (messages) => {
    const id = await window.playground.fill(messages)
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': id })
  }, count)
  return page
}

test('a conversation is shown from its end, under the strictest policy', async () => {
  const page = await opened(60)
  await page.getByRole('heading', { name: 'Ben Okri' }).waitFor()
  await page.getByRole('article').last().waitFor()
  await expect.poll(() => page.getByRole('article').last().innerText()).toContain('60')
})

test('a conversation is shown from where reading stopped, however much has come since, and nothing is read that was not seen', async () => {
  const page = await open()
  const id = await page.evaluate(async () => {
    const { as, fill, show } = window.playground
    const conversationId = await fill(20)
    for (let n = 21; n <= 200; n += 1) await as('ben').messages.send({ conversationId, body: `${n} more` })
    show('ana', 'msg-conversation', { 'conversation-id': conversationId })
    return conversationId
  })
  await page.bringToFront()
  const divider = page.getByRole('separator').filter({ hasText: 'New messages' })
  await divider.waitFor()
  await page.getByRole('article', { name: 'Ben Okri: 21 more' }).waitFor()
  const readSeq = () =>
    page.evaluate(async (conversationId) => {
      const { me } = await window.playground.as('ana').conversations.get({ conversationId })
      return me.readSeq
    }, id)
  await expect.poll(readSeq).toBeGreaterThan(20)
  await expect.poll(readSeq).toBeLessThan(60)
  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await page.getByRole('article', { name: 'Ben Okri: 200 more' }).waitFor()
  await expect.poll(readSeq).toBe(200)
})

test('where there is little room, the time of a message stands below it, of mine as of others', async () => {
  const page = await open(390, 700)
  await page.evaluate(async () => {
    const { as, show } = window.playground
    const { id } = await as('ana').conversations.startDirect({ userId: 'ben' })
    await as('ben').messages.send({ conversationId: id, body: 'theirs' })
    await as('ana').messages.send({ conversationId: id, body: 'mine' })
    show('ana', 'msg-conversation', { 'conversation-id': id })
  })
  for (const said of ['theirs', 'mine']) {
    const line = page.locator('.bubble-line').filter({ hasText: said })
    await line.locator('time').waitFor()
    const above = () =>
      line.evaluate((element) => {
        const [bubble, time] = ['.bubble', 'time'].map((part) => element.querySelector(part)?.getBoundingClientRect())
        return (bubble?.bottom ?? Infinity) <= (time?.top ?? 0)
      })
    await expect.poll(above).toBe(true)
  }
})

test('what I write is there at once and is sent; what the other writes comes by itself, and the end is followed', async () => {
  const page = await opened(60)
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('one **two** <b>three</b>')
  await field.press('Enter')
  await page.getByText('<b>three</b>').waitFor()
  await page.getByText('Sent', { exact: true }).waitFor()
  await page.evaluate(async () => {
    const { conversations } = await window.playground.as('ben').inbox.list()
    await window.playground.as('ben').messages.send({ conversationId: conversations[0]?.id ?? '', body: 'an answer' })
  })
  const last = page.getByRole('article', { name: 'Ben Okri: an answer' })
  await last.waitFor()
  await expect.poll(() => last.evaluate((row) => row.getBoundingClientRect().bottom < innerHeight)).toBe(true)
  await page.getByText('Sent', { exact: true }).waitFor({ state: 'visible' })
  await expect.poll(() => page.locator('b').count()).toBe(0)
})

test('at the end one stays at the end when the page gets lower, as under a keyboard', async () => {
  const page = await opened(60)
  const last = page.getByRole('article').last()
  await last.waitFor()
  const isSeen = () => last.evaluate((row) => row.getBoundingClientRect().bottom < innerHeight)
  await expect.poll(isSeen).toBe(true)
  await page.setViewportSize({ width: 800, height: 360 })
  await expect
    .poll(() => last.evaluate((row) => row.closest('.viewport')?.getBoundingClientRect().bottom ?? 0))
    .toBeLessThan(360)
  const gap = () =>
    last.evaluate((row) => {
      const viewport = row.closest('.viewport')
      return viewport === null ? Infinity : viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight
    })
  await expect.poll(gap).toBeLessThan(2)
  // And where something is drawn before anybody has told the list that it is lower.
  await page.locator('msg-message-list').evaluate((list) => {
    document.body.style.height = '240px'
    Reflect.get(list, 'requestUpdate').call(list)
  })
  await expect
    .poll(() => last.evaluate((row) => row.closest('.viewport')?.getBoundingClientRect().bottom ?? 0))
    .toBeLessThan(240)
  await expect.poll(gap).toBeLessThan(2)
})

/** A conversation of which some messages are a word, some as high as a picture. */
const openedOfAllHeights = async (): Promise<Page> => {
  const page = await open()
  await page.evaluate(async () => {
    const { as, fill, show } = window.playground
    const conversationId = await fill(1)
    for (let n = 1; n <= 250; n += 1)
      await as(n % 3 === 0 ? 'ben' : 'ana').messages.send({
        conversationId,
        body: Array.from({ length: 1 + ((n * 7) % 20) }, (_, line) => `${n}, line ${line}`).join('\n'),
      })
    await as('ana').receipts.markRead({ conversationId, seq: 251 })
    show('ana', 'msg-conversation', { 'conversation-id': conversationId })
  })
  await page.getByRole('article', { name: /250, line 0/ }).waitFor()
  return page
}

test('scrolling up through older messages never moves what is being read, and never fills the page', async () => {
  const page = await openedOfAllHeights()
  const messages = page.getByRole('article')
  await expect.poll(() => messages.count()).toBeLessThanOrEqual(50)
  const { jump, elements, perRow } = await scrolledUp(page, 400)
  expect(jump).toBeLessThanOrEqual(1)
  expect(elements).toBeLessThanOrEqual(1_200)
  expect(perRow).toBeLessThanOrEqual(45)
  await expect.poll(() => messages.count()).toBeLessThanOrEqual(150)
  expect(await jumpAtReaction(page)).toBeLessThanOrEqual(1)
})

test('nor does it on a slow machine', async () => {
  const page = await openedOfAllHeights()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const { jump, elements } = await scrolledUp(page, 400)
  expect(jump).toBeLessThanOrEqual(1)
  expect(elements).toBeLessThanOrEqual(1_200)
})

test('a message found deep in a long conversation is shown in its middle; what comes meanwhile does not move it, and one reads on both ways', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const id = await window.playground.fill(2_000)
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': id, 'find-key': '' })
  })
  await page.getByRole('textbox').press('ControlOrMeta+f')
  await page.getByRole('searchbox').fill('777')
  await page.getByRole('button', { name: / 777 the release/ }).click()
  const found = page.getByRole('article', { name: /: 777 / })
  const fromMiddle = () =>
    found.evaluate((row) => {
      const middleOf = ({ top, bottom }: DOMRect) => (top + bottom) / 2
      const viewport = row.closest('.viewport')?.getBoundingClientRect() ?? new DOMRect()
      return Math.abs(middleOf(row.getBoundingClientRect()) - middleOf(viewport))
    })
  await expect.poll(fromMiddle).toBeLessThanOrEqual(2)
  await page.evaluate(async () => {
    const ben = window.playground.as('ben')
    const { conversations } = await ben.inbox.list()
    await ben.messages.send({ conversationId: conversations[0]?.id ?? '', body: 'news' })
  })
  await page.getByRole('button', { name: '1 new message' }).waitFor()
  await expect.poll(fromMiddle).toBeLessThanOrEqual(2)
  await page.getByRole('log').focus()
  for (const [key, number] of [
    ['PageUp', 700],
    ['PageDown', 850],
  ] as const) {
    const there = page.getByRole('article', { name: new RegExp(`: ${number} `) })
    await expect.poll(() => page.keyboard.press(key).then(() => there.count())).toBe(1)
  }
  await page.getByRole('button', { name: 'Back to results' }).click()
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('777')
})

test('a message is answered, reacted to, edited and deleted with the keyboard alone', async () => {
  const page = await opened(12)
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('a first draft')
  await field.press('Enter')
  const mine = page.getByRole('article', { name: 'You: a first draft' })
  await mine.getByText('Sent', { exact: true }).waitFor()

  await field.press('ArrowUp')
  await field.fill('a second draft')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: a second draft' }).getByText('edited').waitFor()

  await page.getByRole('log').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  const theirs = page.getByRole('article', { name: /^Ben Okri: 12/ })
  await expect.poll(() => theirs.evaluate((row) => row.matches(':focus'))).toBe(true)
  await page.keyboard.press('+')
  const search = page.getByRole('searchbox', { name: 'Search emoji' })
  await search.waitFor()
  await page.getByRole('gridcell').first().waitFor()
  await search.press('Enter')
  await theirs.getByRole('button', { name: '👍, 1 person, including you' }).waitFor()
  await expect.poll(() => theirs.evaluate((one) => one.matches(':focus'))).toBe(true)
  await page.keyboard.press('r')
  await page.getByText('Replying to Ben Okri').waitFor()
  await page.keyboard.type('an answer')
  await page.keyboard.press('Enter')
  const answer = page.getByRole('article', { name: 'You: an answer' })
  await answer.getByText(/Ben Okri: .?12/).waitFor()
  await answer.getByText('Sent', { exact: true }).waitFor()

  await page.getByRole('log').focus()
  await page.keyboard.press('End')
  await expect.poll(() => answer.evaluate((one) => one.matches(':focus'))).toBe(true)
  await page.keyboard.press('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter')
  await page.getByRole('article', { name: 'You: Message deleted' }).waitFor()
})

test('what I write survives a reload, and a conversation without messages says so', async () => {
  const page = await opened(0)
  await page.getByText('Nothing here yet. Say hello!').waitFor()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('half a thought')
  await page.waitForFunction(() => Object.keys(localStorage).length > 0)
  await page.reload()
  await page.waitForFunction(() => 'playground' in window)
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': await window.playground.fill(0) }),
  )
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('half a thought')
})

test('what one reads and writes stays as it is while the colours, the direction and the language become others', async () => {
  const page = await open(1100, 640)
  await page.evaluate(async () => {
    window.playground.show('ana', 'msg-inbox', { 'conversation-id': await window.playground.fill(60) })
  })
  await page.getByRole('article').last().waitFor()
  const viewport = page.getByRole('log')
  await viewport.focus()
  const leadsDown = page.getByRole('button', { name: 'Jump to latest' })
  await expect.poll(() => page.keyboard.press('PageUp').then(() => leadsDown.count())).toBe(1)
  const field = page.getByRole('textbox')
  await field.fill('half a thought')
  const { id, y } = await viewport.evaluate(firstAtRest)
  const kept = await page
    .locator('.viewport, .row, textarea, msg-conversation-list li')
    .evaluateAll((all) => Object.assign(window, { kept: all }) && all.length)
  expect(kept).toBeGreaterThan(10)
  const stands = async () => {
    const there = () =>
      page.evaluate(() => (Reflect.get(window, 'kept') as Element[]).filter((one) => one.isConnected).length)
    await expect.poll(there).toBe(kept)
    const now = async () => (await page.locator(`.row[data-id="${id}"]`).boundingBox())?.y ?? Infinity
    await expect.poll(async () => Math.abs((await now()) - y)).toBeLessThanOrEqual(1)
    await expect.poll(() => field.inputValue()).toBe('half a thought')
    await expect.poll(() => field.evaluate((one) => one.matches(':focus'))).toBe(true)
  }
  const becomes = (name: string, value: string) =>
    page.locator('msg-provider').evaluate((one, [key, text]) => one.setAttribute(key, text), [name, value] as const)
  const colour = () => page.locator('msg-inbox').evaluate((one) => getComputedStyle(one).color)
  const light = await colour()
  await becomes('color-scheme', 'dark')
  await expect.poll(colour).not.toBe(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  await becomes('color-scheme', 'light')
  await expect.poll(colour).toBe(light)
  await stands()
  const own = page.locator('.row.own').last()
  const side = () => own.locator('.bubble').evaluate((one) => one.getBoundingClientRect().left)
  const before = await side()
  await becomes('dir', 'rtl')
  await expect.poll(side).toBeLessThan(before)
  await stands()
  await page.locator('msg-provider').evaluate((one) => Object.assign(one, { strings: window.pseudo }))
  await page.getByRole('heading', { name: /^ɱ/ }).waitFor()
  await stands()
  await page.locator('msg-provider').evaluate((one) => Object.assign(one, { strings: null }))
  await becomes('locale', 'ar')
  await page.getByRole('heading', { name: 'الرسائل' }).waitFor()
  await page.getByRole('log', { name: 'الرسائل مع Ben Okri' }).waitFor()
  await page.getByRole('textbox', { name: 'رسالة إلى Ben Okri' }).waitFor()
  await expect.poll(() => own.getAttribute('aria-label')).toContain('أنت')
  await stands()
})

test('what the host puts before the composer stands above where one writes', async () => {
  const page = await opened(3)
  await page.getByRole('article').last().waitFor()
  await page.locator('msg-conversation').evaluate((conversation) => {
    const rules = document.createElement('p')
    rules.slot = 'before-composer'
    rules.textContent = 'Be kind.'
    conversation.append(rules)
  })
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  const topOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.y ?? -1
  const rules = page.getByText('Be kind.')
  await expect.poll(async () => (await topOf(rules)) < (await topOf(field))).toBe(true)
  await expect.poll(async () => (await topOf(page.getByRole('log'))) < (await topOf(rules))).toBe(true)
})

test('where less motion is asked for, a colour of the host is everywhere at once', async () => {
  const page = await opened(3)
  const row = page.getByRole('article').last()
  await row.waitFor()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const colour = await row.evaluate((element) => {
    document.body.style.cssText = '--msg-on-bubble-own: rgb(1, 2, 3); --msg-on-bubble-other: rgb(1, 2, 3)'
    return getComputedStyle(element.querySelector('.bubble p') ?? element).color
  })
  expect(colour).toBe('rgb(1, 2, 3)')
})

test('nobody is shut out of a conversation', async () => {
  const page = await opened(30)
  await page.getByRole('article').last().hover()
  await expectForEverybody(page)
})
