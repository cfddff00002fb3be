import { launch } from '@msg/e2e/chromium'
import { newId } from '@msg/testing'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { pageFrom } from '../src/page/inbox-page.ts'
import type { InboxPageOptions, PageHandler } from '../src/page/inbox-page.ts'
import { bundled } from './support/page-server.ts'

const host = 'https://app.example'

/** A page with one script, which a build would have made. */
const small = (options: Partial<InboxPageOptions> = {}): PageHandler =>
  pageFrom(
    { start: 'start-1.js', files: { 'start-1.js': async () => ({ default: 'start()' }) } },
    { src: '/chat', ...options },
  )

const get = (page: PageHandler, path: string, method = 'GET'): Promise<Response> =>
  page(new Request(`${host}${path}`, { method }))

const textAt = async (page: PageHandler, path: string): Promise<string> => (await get(page, path)).text()

test('is the list at its path, a conversation below it, and nothing else', async () => {
  const [page, conversation] = [small(), newId()]
  expect(await textAt(page, '/messages/')).toContain('<msg-inbox><h1 slot="list-header">Messages</h1></msg-inbox>')
  expect(await textAt(page, `/messages/${conversation}`)).toContain(`<msg-inbox conversation-id="${conversation}">`)
  const moved = await get(page, '/messages?as=bob')
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/messages/?as=bob'])
  const missing = [
    '/messages/none',
    `/messages/${conversation}/more`,
    '/messages/assets/other.js',
    '/',
    '/messagesque/',
  ]
  for (const path of missing) expect([path, (await get(page, path)).status]).toEqual([path, 404])
  expect((await get(page, '/messages/', 'POST')).status).toBe(405)
})

test('a keyboard on the screen makes it lower, and covers nothing of it', async () => {
  expect(await textAt(small(), '/messages/')).toMatch(
    /<meta name="viewport" content="[^"]*interactive-widget=resizes-content/,
  )
})

test('its scripts are files of their own that browsers keep', async () => {
  const page = small({ path: '/in/box' })
  expect(await textAt(page, '/in/box/')).toContain('src="/in/box/assets/start-1.js"')
  const file = await get(page, '/in/box/assets/start-1.js')
  expect(await file.text()).toBe('start()')
  expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(file.headers.get('cache-control')).toContain('immutable')
})

test('what the host says stays text, and a colour is nothing but a colour', async () => {
  const page = small({ title: '</title><script>alert(1)</script>', loginUrl: '/in?a=1&b="2"', lang: 'ar' })
  const text = await textAt(page, '/messages/')
  expect(text).not.toContain('<script>')
  expect(text).toContain('login-url="/in?a=1&amp;b=&quot;2&quot;"')
  expect(text).toContain('<html lang="ar" dir="rtl"')
  for (const value of ['red; } body { color: red', '</style>'])
    expect(() => small({ colours: { accent: value } })).toThrow('accent is no CSS colour')
})

test('no answer has the nonce of another, and every script and style has that of its answer', async () => {
  const page = small({ scripts: ['/first.js'], stylesheets: ['/more.css'], origins: ['https://files.example'] })
  const nonces = new Set<string>()
  for (const _ of [1, 2]) {
    const answer = await get(page, '/messages/')
    const policy = answer.headers.get('content-security-policy') ?? ''
    const [, nonce = ''] = /script-src 'nonce-([\w-]+)' 'strict-dynamic';/.exec(policy) ?? []
    nonces.add(nonce)
    expect(policy).toContain(`style-src 'nonce-${nonce}';`)
    expect(policy).toContain(`img-src 'self' https://files.example;`)
    const tags = [...(await answer.text()).matchAll(/<(?:script|style|link)[^>]*>/g)]
    expect(tags).toHaveLength(4)
    for (const [tag] of tags) expect(tag).toContain(`nonce="${nonce}"`)
  }
  expect([nonces.size, nonces.has('')]).toEqual([2, false])
})

/** A host that knows nobody, as a browser sees it. */
const serveStrangers = async (page: Page, answer: PageHandler): Promise<void> => {
  await page.route(`${host}/**`, async (route) => {
    const request = new Request(route.request().url())
    const { pathname } = new URL(request.url)
    const script = {
      contentType: 'text/javascript',
      body: `window.early = customElements.get('msg-inbox') === undefined`,
    }
    if (pathname === '/first.js') return route.fulfill(script)
    if (pathname.startsWith('/api/')) return route.fulfill({ status: 401, json: { code: 'unauthenticated' } })
    const reply = await answer(request)
    return route.fulfill({ status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() })
  })
}

test('in a browser it runs under its policy, in its language and colours, and leads to where one signs in', async () => {
  const scripts = await bundled(new URL('../src/page/start.ts', import.meta.url))
  const files = Object.fromEntries([...scripts].map(([name, text]) => [name, async () => ({ default: text })]))
  const options = {
    src: '/api/chat',
    path: '/de/post',
    title: 'Post',
    lang: 'de-AT',
    colours: { accent: 'rgb(11, 110, 79)' },
    loginUrl: '/anmelden',
    icon: 'data:,',
    header: '<nav>Die Zeitung</nav>',
    scripts: ['/first.js'],
    origins: ['data:'],
  }
  const browser = await launch()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const wrong: string[] = []
  page.on('pageerror', ({ message }) => wrong.push(message))
  page.on('console', (message) => (/policy/i.test(message.text()) ? wrong.push(message.text()) : undefined))
  await serveStrangers(page, pageFrom({ start: 'page.js', files }, options))
  await page.goto(`${host}/de/post/?from=mail`)
  const signIn = page.getByRole('link', { name: 'Anmelden' })
  await signIn.waitFor()
  await expect
    .poll(() => signIn.getAttribute('href'))
    .toBe(`${host}/anmelden?next=${encodeURIComponent('/de/post/?from=mail')}`)
  await expect.poll(() => page.title()).toBe('Post')
  await expect.poll(() => page.getByRole('navigation').innerText()).toBe('Die Zeitung')
  await expect.poll(() => page.evaluate('window.early')).toBe(true)
  const accent = `getComputedStyle(document.querySelector('msg-inbox')).getPropertyValue('--msg-accent')`
  await expect.poll(() => page.evaluate(accent)).toBe('rgb(11, 110, 79)')
  expect(wrong).toEqual([])
})
