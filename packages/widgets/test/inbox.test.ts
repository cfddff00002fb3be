import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hueOf } from '../src/text/hue.ts'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { ownTime } from './support/own-time.ts'
import { tabStops } from './support/tab-stops.ts'

const open = pagesOfThisFile()

/** A page with ana's inbox. */
const inbox = async (width = 1100): Promise<Page> => {
  const page = await open(width, 700)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox')
  })
  return page
}

test('lists my conversations, each face in the colour of its id, shows the one I choose, and counts it as read once I saw it', async () => {
  const page = await inbox()
  const team = page.getByRole('button', { name: /^Team Beta 1 unread message Cleo Wu: .?Are we ready/ })
  await team.click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await page.bringToFront()
  await page.getByRole('button', { name: /^Team Beta Cleo Wu/ }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Ben Okri/ }).count()).toBe(2)
  const group = page.getByRole('button', { name: /^Ben Okri, Cleo Wu/ })
  await expect.poll(() => group.locator('.faces msg-avatar').count()).toBe(2)
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Team Beta/ }) })
  const id = (await row.getAttribute('data-id')) ?? ''
  const faces = () =>
    page
      .locator('msg-avatar')
      .evaluateAll((all) => all.map((one) => `${Reflect.get(one, 'name')} ${one.style.getPropertyValue('--_hue')}`))
  await expect
    .poll(async () => new Set(await faces()))
    .toEqual(new Set([`Ben Okri ${hueOf('ben')}`, `Cleo Wu ${hueOf('cleo')}`, `Team Beta ${hueOf(id)}`]))
})

test('begins a conversation with one person, or a group with several', async () => {
  const page = await inbox()
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  const picker = page.getByRole('combobox', { name: 'Name, username or e-mail' })
  await expect.poll(() => picker.evaluate((field) => field.matches(':focus'))).toBe(true)
  await page.keyboard.type('cle')
  await picker.press('Enter')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Cleo Wu' }).waitFor()

  const begins = page.getByRole('button', { name: 'New conversation' }).first()
  await expect.poll(() => begins.evaluate((button) => button.matches(':focus'))).toBe(true)
  await begins.click()
  await page.getByRole('option', { name: /Ben Okri/ }).click()
  await page.getByRole('option', { name: /Cleo Wu/ }).click()
  await page.getByRole('textbox', { name: 'Title (optional)' }).fill('Lisbon')
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Lisbon' }).waitFor()
  await page.getByText('3 members').waitFor()
})

test('who presses Enter before the answer is there takes nobody of the answer before', async () => {
  const page = await inbox()
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  await page.getByRole('option', { name: /Ben Okri/ }).waitFor()
  await page.getByRole('combobox', { name: 'Name, username or e-mail' }).evaluate(async (field: HTMLInputElement) => {
    const root = field.getRootNode()
    const host = root instanceof ShadowRoot ? root.host : field
    const drawn = async () => {
      Reflect.get(host, 'requestUpdate').call(host)
      await Reflect.get(host, 'updateComplete')
    }
    field.value = 'cle'
    field.dispatchEvent(new Event('input'))
    await drawn()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    await drawn()
  })
  await page.getByRole('button', { name: 'Remove: Cleo Wu' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Remove: / }).count()).toBe(1)
})

test('finds people and messages, marks what was found, and leads to it', async () => {
  const page = await inbox()
  const field = page.getByRole('searchbox', { name: 'Search' })
  await field.fill('release')
  const first = page.getByRole('button', { name: /You.*25 the release is out/ })
  await first.waitFor()
  await expect.poll(() => first.locator('mark').allInnerTexts()).toEqual(['release'])
  await page.getByRole('button', { name: /^Ben Okri You.* 1 the release is out/ }).click()
  await page.getByRole('heading', { name: 'Ben Okri' }).waitFor()
  const found = page.getByRole('article', { name: 'You: 1 the release is out' })
  await expect.poll(() => found.evaluate((row) => row.getBoundingClientRect().top > 0)).toBe(true)

  await field.fill('cleo')
  await page.getByRole('button', { name: 'Cleo Wu' }).click()
  await page.getByRole('heading', { name: 'Cleo Wu' }).waitFor()
  await field.fill('nothing of that kind')
  await page.getByText('Nothing found for “nothing of that kind”').waitFor()
  await field.press('Escape')
  await page.getByRole('button', { name: /^Team Beta/ }).waitFor()
  await field.fill('release')
  await page.getByRole('button', { name: /25 the release/ }).waitFor()
  await expectForEverybody(page)
})

test('Escape that gives up a word of an input method gives up nothing else', async () => {
  const page = await inbox()
  const escape = { key: 'Escape', isComposing: true, bubbles: true, composed: true }
  const field = page.getByRole('searchbox', { name: 'Search' })
  await field.fill('Team')
  await field.dispatchEvent('keydown', escape)
  await expect.poll(() => field.inputValue()).toBe('Team')
  await field.press('Escape')
  await expect.poll(() => field.inputValue()).toBe('')
  await page.evaluate(() => window.playground.as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben'] }))
  await page.getByRole('button', { name: /^Lisbon/ }).click()
  await page.getByRole('button', { name: 'Rename' }).click()
  const title = page.locator('msg-title').getByRole('textbox')
  await title.dispatchEvent('keydown', escape)
  await expect.poll(() => title.inputValue()).toBe('Lisbon')
  await title.press('Escape')
  await title.waitFor({ state: 'detached' })
})

test('shows who is in a group, and lets who may invite, rename and leave', async () => {
  const page = await inbox()
  await page.evaluate(async () => {
    await window.playground.as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben'] })
  })
  await page.getByRole('button', { name: /^Lisbon/ }).click()
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  await dialog.getByText('2 members').waitFor()
  await dialog.getByRole('button', { name: 'Add people' }).click()
  await dialog.getByText('New members will see earlier messages.').waitFor()
  await dialog.getByRole('option', { name: 'Cleo Wu' }).waitFor()
  await expectForEverybody(page)
  await dialog.getByRole('option', { name: 'Cleo Wu' }).click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('3 members').waitFor()
  await dialog.getByRole('button', { name: 'Remove: Cleo Wu' }).click()
  await page.getByRole('alertdialog', { name: 'Remove Cleo Wu' }).getByRole('button', { name: 'Remove' }).click()
  await dialog.getByText('2 members').waitFor()
  await dialog.getByRole('textbox').fill('Porto')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await dialog.getByRole('heading', { name: 'Porto' }).waitFor()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alertdialog', { name: 'Leave this' }).getByRole('button', { name: 'Leave' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('You left. A member can invite you back.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Join' }).count()).toBe(0)
})

test('who is in a crowd is listed page by page, and can be managed there', async () => {
  const page = await open(1100, 700)
  await page.evaluate(async () => {
    const { as, show } = window.playground
    const { id: conversationId } = await as('ana').conversations.openRoom({ title: 'Hall' })
    for (let n = 1; n <= 104; n += 1) await as(`guest${n}`).members.join({ conversationId })
    show('ana', 'msg-inbox', { 'conversation-id': conversationId })
  })
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  const more = dialog.getByRole('button', { name: 'More' })
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(100)
  // Whoever is not on the first page is found, too.
  const field = dialog.getByRole('searchbox', { name: 'Search' })
  await field.fill('guest104')
  await expect.poll(() => dialog.getByRole('listitem').allInnerTexts()).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Remove: guest104', exact: true }).waitFor()
  await expectForEverybody(page)
  await field.fill('nobody')
  await dialog.getByRole('status').getByText('Nothing found for “nobody”').waitFor()
  await field.fill('')
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(100)
  await more.click()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(105)
  await expect.poll(() => more.count()).toBe(0)
  // What is done does not lead back to the beginning of the list.
  await dialog.getByRole('button', { name: 'Remove: guest1', exact: true }).click()
  await page.getByRole('alertdialog', { name: 'Remove guest1' }).getByRole('button', { name: 'Remove' }).click()
  await dialog.getByText('104 members').waitFor()
  await expect.poll(() => dialog.getByText('guest1', { exact: true }).count()).toBe(0)
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(104)
  const last = dialog.getByRole('listitem').last()
  await last.getByRole('button', { name: 'Make admin' }).click()
  await last.getByText('Admin', { exact: true }).waitFor()
  // A crowd comes about while one looks, too.
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.evaluate(async () => {
    const { as } = window.playground
    const conversationId = document.querySelector('msg-inbox')?.conversationId ?? ''
    for (let n = 2; n <= 7; n += 1) await as(`guest${n}`).members.leave({ conversationId })
  })
  await page.getByText('98 members').waitFor()
  await page.getByRole('button', { name: 'Members' }).click()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(98)
  await page.evaluate(async () => {
    const { as } = window.playground
    const conversationId = document.querySelector('msg-inbox')?.conversationId ?? ''
    for (let n = 2; n <= 7; n += 1) await as(`guest${n}`).members.join({ conversationId })
  })
  await dialog.getByText('104 members').waitFor()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(100)
})

test('what is done with members goes on when something else is done, and when their list is closed', async () => {
  const page = await open(1100, 700)
  const roles = () =>
    page.evaluate(async () => {
      const { messaging } = window.playground
      const conversationId = document.querySelector('msg-inbox')?.conversationId ?? ''
      const { members } = await messaging.as('ana').members.list({ conversationId })
      return members.map(({ userId, role }) => `${userId} ${role}`)
    })
  await page.evaluate(async () => {
    const { as, put } = window.playground
    const inner = as('ana')
    const { id } = await inner.conversations.startGroup({ title: 'Lisbon', userIds: ['ben', 'cleo'] })
    // As over a wire: nothing is done before it is let go, nor at all when it is given up.
    const letGo = new Promise((done) => addEventListener('letgo', done))
    const setRole: typeof inner.members.setRole = async (input, options) => {
      await letGo
      options?.signal?.throwIfAborted()
      return inner.members.setRole(input, options)
    }
    put({ ...inner, members: { ...inner.members, setRole } }, 'msg-inbox', { 'conversation-id': id })
  })
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  await dialog.getByRole('listitem').filter({ hasText: 'Ben Okri' }).getByText('Make admin').click()
  await dialog.getByRole('listitem').filter({ hasText: 'Cleo Wu' }).getByText('Make admin').click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.evaluate(() => dispatchEvent(new Event('letgo')))
  await expect.poll(roles).toEqual(['ana admin', 'ben admin', 'cleo admin'])
})

test('a title that is being written, in the list of members or in its place, stays when somebody else renames', async () => {
  const page = await open(1100, 700)
  const rename = (title: string) =>
    page.evaluate(async (called) => {
      const conversationId = document.querySelector('msg-inbox')?.conversationId ?? ''
      await window.playground.as('ben').conversations.update({ conversationId, title: called })
    }, title)
  await page.evaluate(async () => {
    const { as, show } = window.playground
    const { id } = await as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben', 'cleo'] })
    await as('ana').members.setRole({ conversationId: id, userId: 'ben', role: 'admin' })
    show('ana', 'msg-inbox', { 'conversation-id': id })
  })
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  const field = dialog.getByRole('textbox')
  await expect.poll(() => field.inputValue()).toBe('Lisbon')
  await rename('Porto')
  await expect.poll(() => field.inputValue()).toBe('Porto')
  await field.fill('Faro')
  await rename('Braga')
  await dialog.getByRole('heading', { name: 'Braga' }).waitFor()
  await expect.poll(() => field.inputValue()).toBe('Faro')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await dialog.getByRole('heading', { name: 'Faro' }).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()

  const title = page.locator('msg-title')
  await title.getByRole('button', { name: 'Rename' }).click()
  await title.getByRole('textbox').fill('Lagos')
  await rename('Sines')
  await page.getByRole('button', { name: /^Sines/ }).waitFor()
  await expect.poll(() => title.getByRole('textbox').inputValue()).toBe('Lagos')
  await title.getByRole('textbox').press('Enter')
  await title.getByRole('heading', { name: 'Lagos' }).waitFor()
})

test('asked into a direct, a third person begins another conversation: that is said before, and the direct stays as it was', async () => {
  const page = await open(1100, 700)
  const id = await page.evaluate(async () => {
    const conversationId = await window.playground.fill(3)
    window.playground.show('ana', 'msg-inbox', { 'conversation-id': conversationId })
    return conversationId
  })
  const rows = page.locator('msg-conversation-list').getByRole('listitem')
  await page.getByRole('article', { name: /^Ben Okri: 3/ }).waitFor()
  await page.getByRole('button', { name: 'Members' }).click()
  const dialog = page.getByRole('dialog', { name: 'Members' })
  await dialog.getByRole('button', { name: 'Add people' }).click()
  await dialog.getByText('This starts a new group. Your private conversation stays as it is.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Leave' }).count()).toBe(0)
  await dialog.getByRole('option', { name: 'Cleo Wu' }).click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { name: 'Ben Okri, Cleo Wu' }).waitFor()
  await page.getByText('Nothing here yet. Say hello!').first().waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(0)
  await expect.poll(() => rows.count()).toBe(2)
  await page.locator(`li[data-id="${id}"]`).getByRole('button').click()
  await page.getByRole('heading', { name: 'Ben Okri', exact: true }).waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(3)
  const { memberIds } = await page.evaluate(
    (conversationId) => window.playground.as('ben').conversations.get({ conversationId }),
    id,
  )
  expect(memberIds.toSorted()).toEqual(['ana', 'ben'])
})

test('lists only what is unread, or only rooms, when asked to', async () => {
  const page = await inbox()
  await page.evaluate(async () => {
    const room = await window.playground.as('ana').conversations.openRoom({ title: 'Garden' })
    await window.playground.as('ana').messages.send({ conversationId: room.id, body: 'first beans' })
  })
  const rows = page.locator('msg-conversation-list').getByRole('listitem')
  await expect.poll(() => rows.count()).toBe(4)
  await page.getByRole('button', { name: 'Rooms', exact: true }).click()
  await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Garden')])
  await page.getByRole('button', { name: 'Unread', exact: true }).click()
  await expect.poll(() => rows.count()).toBe(3)
})

test('asks before a conversation is deleted; Escape says no, and the focus is back where it was', async () => {
  const page = await inbox()
  const group = page.getByRole('button', { name: /^Lisbon/ })
  await page.evaluate(async () => {
    await window.playground.as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben'] })
  })
  await group.click()
  await page.getByRole('button', { name: 'Members' }).click()
  const asks = page.getByRole('dialog', { name: 'Members' }).getByRole('button', { name: 'Delete conversation' })
  await asks.press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Delete this conversation for everyone?' })
  await question.waitFor()
  await expectForEverybody(page)
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await expect.poll(() => asks.evaluate((button) => button.matches(':focus'))).toBe(true)
  await asks.press('Enter')
  await question.waitFor()
  // Asked again before the dialog has told that it was closed.
  await asks.evaluate((button: HTMLElement) => {
    const root = button.getRootNode() as ShadowRoot
    root.querySelector('msg-question')?.shadowRoot?.querySelector('dialog')?.close()
    button.click()
  })
  await question.getByRole('button', { name: 'Delete' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await group.waitFor({ state: 'detached' })
})

test('a full inbox never fills the page: pages of conversations beside a long one, both scrolled', async () => {
  const page = await open(1280, 800)
  await page.evaluate(async () => {
    const { fill, as, show } = window.playground
    for (let n = 0; n < 200; n += 1) {
      const { id } = await as('cleo').conversations.startGroup({ title: `Group ${n}`, userIds: ['ana', 'ben'] })
      await as('cleo').messages.send({ conversationId: id, body: 'a word' })
    }
    show('ana', 'msg-inbox', { 'conversation-id': await fill.call(window.playground, 400) })
  })
  await page.getByRole('article').last().waitFor()
  const list = page.locator('msg-conversation-list')
  for (const rows of [50, 100, 150, 200, 201]) {
    await expect.poll(() => list.getByRole('listitem').count()).toBe(rows)
    if (rows < 201) await list.getByRole('button', { name: 'More', exact: true }).click()
  }
  await list.getByRole('button', { name: /^Group 199/ }).focus()
  for (const [key, name] of [
    ['End', 'Group 0'],
    ['ArrowUp', 'Group 1'],
    ['Home', ''],
    ['Group 97', 'Group 97'],
    ['ArrowDown', 'Group 96'],
  ] as const) {
    // Letters at once, however slow the page: one that comes much later begins another name.
    if (key === name) await Promise.all(Array.from(key, (letter) => page.keyboard.press(letter)))
    else await page.keyboard.press(key)
    await list.locator('.row:focus').filter({ hasText: name }).waitFor()
  }
  const log = page.getByRole('log')
  await log.focus()
  let most = await page.evaluate(elementsShown)
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('PageUp')
    most = Math.max(most, await page.evaluate(elementsShown))
  }
  expect(most).toBeLessThanOrEqual(2_500)
})

/** How many elements there are in widgets, through all shadow roots. */
const elementsShown = (): number => {
  const within = (root: ParentNode): number =>
    [...root.querySelectorAll('*')].reduce(
      (sum, element) => sum + 1 + (element.shadowRoot === null ? 0 : within(element.shadowRoot)),
      0,
    )
  return within(document.querySelector('msg-provider') ?? document)
}

test('shows one thing at a time where there is little room', async () => {
  const page = await inbox(420)
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'Messages' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.setViewportSize({ width: 1000, height: 700 })
  await page.getByRole('heading', { name: 'Messages' }).waitFor()
  await page.getByRole('button', { name: 'Back' }).waitFor({ state: 'hidden' })
})

test('nobody is shut out of an inbox, and few tab stops lead through it and out of it', async () => {
  const page = await inbox()
  await page.getByRole('button', { name: /^Team Beta/ }).click()
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await page.getByRole('article').last().waitFor()
  for (const key of ['Tab', 'Shift+Tab'] as const) expect((await tabStops(page, key)).length).toBeLessThanOrEqual(12)
  await expectForEverybody(page)
})

test('where the system chooses the colours, what is open stands out in them', async () => {
  const page = await inbox()
  await page.emulateMedia({ forcedColors: 'active' })
  const row = page.getByRole('button', { name: /^Team Beta/ })
  const colour = () => row.evaluate((shown) => getComputedStyle(shown).backgroundColor)
  const plain = page.getByRole('button', { name: /^Ben Okri/ }).first()
  const beside = () => plain.evaluate((shown) => getComputedStyle(shown).backgroundColor)
  await row.click()
  await row.and(page.locator('[aria-current=true]')).waitFor()
  await expect.poll(async () => (await colour()) !== (await beside())).toBe(true)
})

test('among many people arrows lead to nobody who is not in sight', async () => {
  const page = await open(1000)
  await page.evaluate(() => {
    const session = window.playground.as('ana')
    const profiles = Array.from({ length: 30 }, (_, n) => ({ id: `p${n}`, displayName: `Person ${n}`, isActive: true }))
    const contacts = async () => ({ profiles, next: null })
    window.playground.put({ ...session, people: { ...session.people, contacts } }, 'msg-inbox')
  })
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  await page.getByRole('option').last().waitFor()
  for (let press = 0; press < 20; press += 1) await page.keyboard.press('ArrowDown')
  const active = page.getByRole('option', { selected: true })
  await expect.poll(() => active.innerText()).toContain('Person 20')
  const isInList = () =>
    active.evaluate((option) => {
      const [list, own] = [option.parentElement?.getBoundingClientRect(), option.getBoundingClientRect()]
      return list !== undefined && own.top >= list.top && own.bottom <= list.bottom
    })
  await expect.poll(isInList).toBe(true)
  // Where the window is too low for both, one scrolls to the button below the list.
  await page.setViewportSize({ width: 320, height: 256 })
  const list = page.getByRole('listbox')
  const start = page.getByRole('button', { name: 'Start' })
  const [above, below] = await Promise.all([list.boundingBox(), start.boundingBox()])
  expect((above?.y ?? Infinity) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
})

/** Has another user at the page from now on, or nobody. */
const become = (page: Page, user: string | null): Promise<void> =>
  page.locator('msg-provider').evaluate((provider, me) => {
    Reflect.set(provider, 'session', me === null ? null : window.playground.as(me))
  }, user)

test('what is looked for before one is connected is looked for once one is', async () => {
  const page = await open(1000)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox')
  })
  await page.getByRole('button', { name: /^Team Beta/ }).waitFor()
  await become(page, null)
  const time = await ownTime(page)
  await page.getByRole('searchbox', { name: 'Search' }).fill('ready')
  await time.pass(1_000)
  await expect.poll(() => page.getByText('Nothing found').count()).toBe(0)
  await become(page, 'ana')
  await expect
    .poll(() => page.locator('msg-provider').evaluate((one) => Reflect.get(one, 'session') !== null))
    .toBe(true)
  await time.pass(1_000)
  await page.locator('msg-search mark', { hasText: 'ready' }).waitFor()
})

test('what somebody looked for, and whom they chose, is not shown to who is at the page after them', async () => {
  const page = await open(1000)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox')
  })
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('ready')
  await page.locator('msg-search mark').first().waitFor()
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  await page.getByRole('option', { name: 'Cleo Wu' }).click()
  await page.getByRole('button', { name: 'Remove: Cleo Wu' }).waitFor()
  await become(page, 'ben')
  await page.getByRole('button', { name: /^Team Beta/ }).waitFor()
  await expect.poll(() => search.inputValue()).toBe('')
  await expect.poll(() => page.locator('msg-search mark').count()).toBe(0)
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})
