// Takes the pictures of the README again, from the built demo: npm run screenshots
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@msg/client'
import { launch } from '@msg/e2e/chromium'
import { startDemo } from '@msg/e2e/demo-server'
import type { Browser } from 'playwright-core'

interface Picture {
  readonly name: string
  readonly path: string
  readonly person: string
  readonly colorScheme: 'light' | 'dark'
  /** The button to press first, and what is to be seen when it is ready. */
  readonly press: RegExp
  readonly ready: string
}

const pictures: readonly Picture[] = [
  { name: 'inbox', path: '/messages/', person: 'frodo', colorScheme: 'light', press: /^Sam/, ready: 'Sam' },
  {
    name: 'room',
    path: '/journal/lighthouse',
    person: 'bob',
    colorScheme: 'dark',
    press: /^Join/,
    ready: 'Discussion',
  },
]

/** What is said before the pictures are taken, so that they show some life, in letters that every machine has. */
const converse = async (url: string): Promise<void> => {
  const as = (person: string) =>
    createClient({ url: `${url}/chat`, headers: { authorization: `Demo ${person}` }, transports: ['polling'] })
  const [carol, dave, gandalf] = await Promise.all([as('carol'), as('dave'), as('gandalf')])
  const target = { type: 'article', id: 'lighthouse' }
  const { id: conversationId } = await carol.conversations.openRoom({ target })
  for (const reader of [carol, dave, gandalf]) await reader.members.join({ conversationId })
  await carol.messages.send({ conversationId, body: 'I stood under that lamp once. It *hums*.' })
  const { id } = await dave.messages.send({ conversationId, body: 'What became of the fog horn?' })
  const replyTo = id
  const answer = await gandalf.messages.send({
    conversationId,
    replyTo,
    body: 'It still works. I **may** have tried it.',
  })
  for (const reader of [carol, dave]) await reader.reactions.add({ messageId: answer.id, emoji: '😄' })
  const { conversations } = await carol.inbox.list({ query: 'Declaration' })
  for (const group of conversations)
    await carol.messages.send({ conversationId: group.id, body: 'Thirty articles, fourteen languages.' })
  for (const reader of [carol, dave, gandalf]) reader.close()
}

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url))

const take = async (browser: Browser, url: string, { name, path, person, colorScheme, press, ready }: Picture) => {
  const page = await browser.newPage({ viewport: { width: 1120, height: 700 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(`${url}${path}?as=${person}`)
  const button = page.getByRole('button', { name: press })
  await button.or(page.getByRole('log')).first().waitFor()
  if (await button.isVisible()) await button.click()
  await page.getByRole('heading', { name: ready }).waitFor()
  await page.getByRole('log').locator('p').last().waitFor()
  // What is open has been read.
  await page.locator('[aria-current=true] [part=badge]').waitFor({ state: 'detached' })
  await page.screenshot({ path: join(images, `${name}.png`) })
  await page.close()
}

const folder = await mkdtemp(join(tmpdir(), 'msg-screenshots-'))
const demo = await startDemo(folder)
const browser = await launch()
try {
  await converse(demo.url)
  for (const picture of pictures) await take(browser, demo.url, picture)
} finally {
  await browser.close()
  await demo.end('SIGTERM')
  await rm(folder, { recursive: true, force: true })
}
