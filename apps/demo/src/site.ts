import { readdir, readFile } from 'node:fs/promises'
import type { Logger, Messaging } from '@msg/core'
import { mountMessaging } from '@msg/hono'
import type { Identity } from '@msg/hono'
import { upgradeWebSocket } from '@msg/hono/node'
import { Hono } from 'hono'
import { isPerson } from './people.ts'

/** Everything the demo serves: the page, and messaging under `/chat`. */
export const createSite = async (messaging: Messaging, logger: Logger): Promise<Hono> => {
  const site = new Hono()
  site.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket, logger }))
  site.get('/health', (context) => context.json({ status: 'ok', durability: messaging.durability }))
  for (const [path, file] of Object.entries(files)) site.get(path, async () => fileResponse(file))
  // What the page loads only when it needs it, such as another language.
  for (const name of await chunks())
    site.get(`/assets/${name}`, async () => fileResponse({ name, type: files['/assets/app.js'].type }))
  for (const path of pages) site.get(path, async () => fileResponse(files['/']))
  return site
}

const chunks = async (): Promise<readonly string[]> =>
  (await readdir(new URL('page/', import.meta.url))).filter((name) => name.endsWith('.js') && name !== 'app.js')

/** The demo's login: the page says who it is, and is believed. A host checks a session or a token here. */
const authenticate = (request: Request): Identity | null => {
  const [scheme, person = ''] = (request.headers.get('authorization') ?? '').split(' ')
  return scheme === 'Demo' && isPerson(person) ? { userId: person } : null
}

interface PageFile {
  readonly name: string
  readonly type: string
}

const files = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/assets/app.js': { name: 'app.js', type: 'text/javascript; charset=utf-8' },
  '/assets/style.css': { name: 'style.css', type: 'text/css; charset=utf-8' },
  '/favicon.svg': { name: 'icon.svg', type: 'image/svg+xml' },
} as const satisfies Record<string, PageFile>

/** The pages that the one document shows, each by its path. */
const pages = ['/messages/', '/messages/:conversation', '/journal/lighthouse', '/people/:person']

const pageHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

const fileResponse = async ({ name, type }: PageFile): Promise<Response> =>
  new Response(await readFile(new URL(`page/${name}`, import.meta.url)), {
    headers: { ...pageHeaders, 'content-type': type },
  })
