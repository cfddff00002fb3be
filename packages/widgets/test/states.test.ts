import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { expectForEverybody } from './support/accessibility.ts'
import { firstAtRest } from './support/first-at-rest.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { becomes, overLine } from './support/over-line.ts'
import { ownTime } from './support/own-time.ts'
import type { State } from './support/stories.ts'

const open = pagesOfThisFile()

/** What a server answers to whom it does not know. */
const unauthenticated = {
  status: 401,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'Unauthorized', status: 401, code: 'unauthenticated' }),
}

const write = async (page: Page, text: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill(text)
  await field.press('Enter')
}

test('loading: skeletons stand in, and say so once', async () => {
  const page = await open()
  await overLine(page, 'silent')
  await page.getByRole('status', { name: 'Loading' }).waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(0)
})

test('loading older: two skeletons stand in at the very top, and what is read there stays where it is', async () => {
  const page = await open()
  await overLine(page, 'up', 120)
  const viewport = page.getByRole('log')
  await page.getByRole('article').last().waitFor()
  await becomes(page, 'silent')
  const waits = () =>
    viewport.evaluate((list) => {
      list.scrollTop = 0
      return list.querySelector('.edge.before.loading') !== null
    })
  await expect.poll(waits).toBe(true)
  const { id, y } = await viewport.evaluate(firstAtRest)
  await becomes(page, 'up')
  await expect.poll(() => viewport.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(1_000)
  const top = page.locator(`[data-id="${id}"]`)
  await expect.poll(async () => Math.abs(((await top.boundingBox())?.y ?? Infinity) - y)).toBeLessThanOrEqual(1)
})

test('error while loading: it says so, and shows what comes when it is tried again', async () => {
  const page = await open()
  await overLine(page, 'refuses')
  await page.getByText('This could not be loaded.').waitFor()
  await becomes(page, 'up')
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByRole('article').last().waitFor()
  await expect.poll(() => page.getByText('This could not be loaded.').count()).toBe(0)
})

test('not loaded for now: it says so, goes on trying by itself, and at once when asked', async () => {
  const page = await open()
  await overLine(page, 'busy')
  await page.getByText('This could not be loaded.').waitFor()
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByText('This could not be loaded.').waitFor()
  await becomes(page, 'up')
  await page.getByRole('article').last().waitFor()

  const other = await open()
  await overLine(other, 'down')
  await other.getByText('The server cannot be reached.').waitFor()
  await becomes(other, 'up')
  await other.getByRole('article').last().waitFor()
  await expect.poll(() => other.getByRole('button', { name: 'Retry' }).count()).toBe(0)
})

test('error while sending: the message says why, and can be tried again, written anew or given up', async () => {
  const page = await open()
  await overLine(page, 'refuses sends')
  await page.getByRole('article').last().waitFor()
  await write(page, 'one')
  const one = page.getByRole('article', { name: 'You: one' })
  await one.getByText('Not sent · You cannot write here.').waitFor()
  await expect.poll(() => page.getByRole('alert').first().innerText()).toContain('Not sent')
  await one.getByRole('button', { name: 'Edit' }).click()
  await one.waitFor({ state: 'detached' })
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('one')
  await write(page, 'two')
  const two = page.getByRole('article', { name: 'You: two' })
  await two.getByText('Not sent').waitFor()
  await becomes(page, 'up')
  await two.getByRole('button', { name: 'Retry' }).click()
  await two.getByText('Sent', { exact: true }).waitFor()
})

test('offline: a bar says so after two seconds, with how much waits; back online it is sent in order', async () => {
  const page = await open()
  await overLine(page, 'up')
  await page.getByRole('article').last().waitFor()
  await becomes(page, 'down')
  await write(page, 'one')
  await write(page, 'two')
  await page.getByText('2 messages waiting').waitFor()
  await becomes(page, 'up')
  await page.getByText('2 messages waiting').waitFor({ state: 'detached' })
  await page.getByRole('article', { name: 'You: two' }).getByText('Sent', { exact: true }).waitFor()
  const bodies = await page.evaluate(async () => {
    const { conversations } = await window.playground.as('ben').inbox.list()
    const { messages } = await window.playground.as('ben').messages.list({ conversationId: conversations[0]?.id ?? '' })
    return messages.slice(0, 2).map(({ body }) => body)
  })
  expect(bodies).toEqual(['two', 'one'])
})

test('changes that are asked for every few seconds only: a dot says so', async () => {
  const page = await open()
  await overLine(page, 'polls')
  await page.getByRole('img', { name: 'Updating every few seconds' }).waitFor()
  await becomes(page, 'up')
  await page.getByRole('img', { name: 'Updating every few seconds' }).waitFor({ state: 'detached' })
})

test('rate limited: it says how long, counted down, and sends by itself', async () => {
  const page = await open()
  await overLine(page, 'limits sends')
  await page.getByRole('article').last().waitFor()
  const time = await ownTime(page)
  await write(page, 'too soon')
  await page.getByText('You can send again in 8 seconds').waitFor()
  await time.pass(3_000)
  await page.getByText('You can send again in 5 seconds').waitFor()
  await becomes(page, 'up')
  await time.pass(6_000)
  await page.getByRole('article', { name: 'You: too soon' }).getByText('Sent', { exact: true }).waitFor()
})

test('a server that cannot be reached: every widget says so, and tries again when asked', async () => {
  const page = await open(800, 640, { expected: /404/ })
  for (const [tag, attributes] of [
    ['msg-inbox', {}],
    ['msg-conversation', { 'conversation-id': 'x' }],
    ['msg-room', { 'room-id': 'x' }],
  ] as const)
    await page.evaluate(([name, given]) => window.playground.from('/nowhere', name, given), [tag, attributes] as const)
  await expect.poll(() => page.getByText('The server cannot be reached.').count()).toBe(3)
  await expect.poll(() => page.locator('[part=header]').count()).toBe(0)
  const asked = page.waitForRequest(/nowhere/)
  await page.getByRole('button', { name: 'Retry' }).last().click()
  await asked
})

test.each([
  ['msg-conversation', { 'conversation-id': 'x' }, 'Sign in'],
  ['msg-room', { 'target-type': 'article', 'target-id': '7' }, /^Sign in/],
  ['msg-dm', { 'user-id': 'ben', mode: 'inline' }, 'Sign in to message ben'],
] as const)(
  'signed out: %s has a way to sign in that leads back here, and asks for nothing more',
  async (tag, attributes, name) => {
    const page = await open(800, 640, { expected: /401/ })
    let asked = 0
    await page.route(/\/mine\//, async (route) => {
      asked += 1
      await route.fulfill(unauthenticated)
    })
    await page.evaluate(
      ([widget, more]) => {
        window.playground.from('/mine', widget, more)
        document.querySelector('msg-provider')?.setAttribute('login-url', '/login?from=chat')
      },
      [tag, attributes] as const,
    )
    const link = page.getByRole('link', { name })
    await link.waitFor()
    await expect.poll(() => link.getAttribute('href')).toMatch(/\/login\?from=chat&next=%2F$/)
    expect(asked).toBe(1)
  },
)

test('read only: it says so in place of the composer', async () => {
  const page = await open()
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', {
      'conversation-id': await window.playground.fill(3),
      readonly: '',
    }),
  )
  await page.getByText('You cannot write here.').waitFor()
  await expect.poll(() => page.getByRole('textbox').count()).toBe(0)
})

/** What the messages say before which a list has its unread divider. */
const afterDividers = (list: Element): readonly (string | null | undefined)[] =>
  [...list.querySelectorAll<HTMLElement>('.line:has(.unread)')].map((divider) => {
    const next = Number(divider.dataset['index']) + 1
    return list.querySelector(`.line[data-index="${next}"] p`)?.textContent.trim()
  })

test('new while scrolled up: nothing moves, the divider stands before them, and the button counts them, leads to the first of them, then to the last; to what I write the list goes by itself', async () => {
  const page = await open()
  await overLine(page, 'up', 60)
  await page.getByRole('article').last().waitFor()
  await page.getByRole('log').focus()
  // A list that is still looking for its place takes back what is scrolled.
  const leadsDown = page.getByRole('button', { name: 'Jump to latest' })
  await expect.poll(() => page.keyboard.press('PageUp').then(() => leadsDown.count())).toBe(1)
  const viewport = page.getByRole('log')
  const { id, y } = await viewport.evaluate(firstAtRest)
  const first = page.locator(`[data-id="${id}"]`)
  await page.evaluate(async () => {
    const ben = window.playground.as('ben')
    const { conversations } = await ben.inbox.list()
    for (let n = 1; n <= 30; n += 1)
      await ben.messages.send({ conversationId: conversations[0]?.id ?? '', body: `news ${n}` })
  })
  const news = page.getByRole('button', { name: '30 new messages' })
  await news.waitFor()
  await expect.poll(async () => Math.abs(((await first.boundingBox())?.y ?? Infinity) - y)).toBeLessThanOrEqual(1)
  await news.click()
  await page.getByRole('article', { name: 'Ben Okri: news 1', exact: true }).waitFor()
  await expect.poll(() => viewport.evaluate(afterDividers)).toEqual(['news 1'])
  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await page.getByRole('article', { name: 'Ben Okri: news 30', exact: true }).waitFor()
  await viewport.focus()
  await expect.poll(() => page.keyboard.press('PageUp').then(() => leadsDown.count())).toBe(1)
  // What a key scrolls takes the browser a few frames, which would go on from wherever the list went meanwhile.
  await viewport.evaluate(firstAtRest)
  await write(page, 'and mine')
  await page.getByRole('article', { name: 'You: and mine' }).waitFor()
  await leadsDown.waitFor({ state: 'detached' })
})

/** Shows the stories of some states; to the server of those who are signed out nobody is known. */
const told = async (states: readonly string[]): Promise<Page> => {
  // The servers that are not there, or know nobody.
  const page = await open(800, 640, { expected: /40[14]/ })
  await page.route(/\/signed-out\//, (route) => route.fulfill(unauthenticated))
  await page.evaluate((names) => window.gallery.show(names), states)
  return page
}

/** All states, a page of them at a time. */
const pages: readonly (readonly State[])[] = [
  ['everyday'],
  ['empty', 'deleted', 'left', 'read only', 'not joined'],
  ['loading', 'loading older', 'not loaded', 'unreachable', 'signed out'],
  ['not sent', 'offline', 'reconnecting', 'polled', 'new below', 'rate limited'],
]

test.each(pages.map((states) => [states.join(', '), states] as const))('nobody is shut out: %s', async (_, states) => {
  const page = await told(states)
  // On one page there would be one of each.
  await expectForEverybody(page, ['landmark-unique'])
})

test('there is a story for each state that the documentation tells of, and each is shown to everybody', async () => {
  const page = await open()
  const states = await page.evaluate(() => window.gallery.states)
  const documented = await readFile(new URL('../../../docs/widgets.md', import.meta.url), 'utf8')
  const table = documented.slice(documented.indexOf('## States'), documented.indexOf('## Keys'))
  const named = [...table.matchAll(/^\| ([a-z ]+) \|/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'state')
  expect(states.toSorted()).toEqual(named.toSorted())
  expect(pages.flat().toSorted()).toEqual(states.toSorted())
})
