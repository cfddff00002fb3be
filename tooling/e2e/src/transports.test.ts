import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { demoInBrowser } from './demo-in-browser.ts'

const stage = demoInBrowser(launch)

/** The room of the demo that its people plan a trip in. */
const travel = '019e0000-0000-7000-8000-000000000004'

/** What a person of the demo asks of its server, without a page. */
const ask = async (
  person: string,
  method: string,
  path: string,
  body: object = {},
): Promise<{ readonly id: string }> => {
  const answer = await fetch(`${stage.demo.url}/chat${path}`, {
    method,
    headers: { authorization: `Demo ${person}`, 'content-type': 'application/json', 'x-msg-request': '1' },
    body: JSON.stringify(body),
  })
  expect([path, answer.ok]).toEqual([path, true])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answers of the contract have one
  return (await answer.json()) as { readonly id: string }
}

/** Bob, who looks at the room, and the paths of the API that his page asked for; by polling where nothing else gets through. */
const openBy = async (transport: 'websocket' | 'polling'): Promise<{ page: Page; asked: Set<string> }> => {
  const context = await stage.browser.newContext()
  const asked = new Set<string>()
  if (transport === 'polling') {
    await context.route('**/chat/config', async (route) => {
      const answer = await route.fetch()
      const config = await answer.json()
      await route.fulfill({ response: answer, json: { ...config, features: { ...config.features, websocket: false } } })
    })
    // What is between them gathers the whole answer, as proxies do.
    await context.route('**/chat/live/stream', (route) => route.fulfill({ body: '' }))
  }
  const page = await context.newPage()
  page.on('websocket', () => asked.add('websocket'))
  page.on('request', (request) => asked.add(new URL(request.url()).pathname.replace('/chat/live/', '')))
  await page.goto(`${stage.demo.url}/messages/${travel}?as=bob`)
  await page.getByRole('article').last().waitFor()
  return { page, asked }
}

/** What the widget says of the room: its head, and its messages. */
const shownIn = async (page: Page): Promise<readonly string[]> => [
  await page.locator('msg-conversation header').ariaSnapshot(),
  await page.getByRole('log').innerText(),
]

test('what happens is shown the same by WebSocket and by polling: sending, reacting, editing, deleting, joining, leaving', async () => {
  await ask('bob', 'PUT', `/conversations/${travel}/read`, { seq: 4 })
  const byWebSocket = await openBy('websocket')
  const byPolling = await openBy('polling')
  const say = (body: string) => ask('carol', 'POST', `/conversations/${travel}/messages`, { body })
  const [plan, slip] = [await say('the plan'), await say('a slip')]
  await ask('dave', 'PUT', `/messages/${plan.id}/reactions`, { emoji: '🎉' })
  await ask('carol', 'PATCH', `/messages/${plan.id}`, { body: 'the better plan' })
  await ask('carol', 'DELETE', `/messages/${slip.id}`)
  await ask('alice', 'POST', `/conversations/${travel}/join`)
  await ask('sam', 'POST', `/conversations/${travel}/join`)
  await ask('alice', 'POST', `/conversations/${travel}/leave`)
  await say('the last word')

  const told = ['Travel', '4 members', 'the better plan', 'edited', '🎉', 'Message deleted', 'joined', 'the last word']
  for (const { page } of [byWebSocket, byPolling])
    await expect
      .poll(async () => {
        const shown = (await shownIn(page)).join()
        return told.filter((text) => !shown.includes(text))
      })
      .toEqual([])
  const differences = async () => {
    const [one, other] = [await shownIn(byWebSocket.page), await shownIn(byPolling.page)]
    return one.flatMap((text, at) => (text === other[at] ? [] : [text, other[at]]))
  }
  await expect.poll(differences).toEqual([])
  expect([byWebSocket.asked.has('websocket'), byPolling.asked.has('websocket')]).toEqual([true, false])
  expect([byWebSocket.asked.has('poll'), byPolling.asked.has('poll')]).toEqual([false, true])
})
