import { readdir, readFile } from 'node:fs/promises'
import type { Logger, Messaging } from '@msg/core'
import { mountMessaging } from '@msg/hono'
import type { Identity } from '@msg/hono'
import { upgradeWebSocket } from '@msg/hono/node'
import { inboxPage } from '@msg/widgets/page.js'
import { Hono } from 'hono'
import { isPerson } from './people.ts'

/** What the demo serves, and for whom. */
export interface SiteParts {
  readonly messaging: Messaging
  readonly logger: Logger
  /** Where the pictures of people are whom a bridge brings: an origin; null for none. */
  readonly pictures: string | null
}

/** Everything the demo serves: its pages, and messaging under `/chat`. */
export const createSite = async ({ messaging, logger, pictures }: SiteParts): Promise<Hono> => {
  const site = new Hono()
  const reply = replyWith(pageHeaders(pictures))
  const header = await pageFile('header.html')
  const document = (await pageFile('index.html')).replace('<!-- header -->', () => header)
  const inbox = inboxPage({
    src: '/chat',
    icon: '/favicon.svg',
    header,
    stylesheets: ['/assets/style.css'],
    scripts: ['/assets/who.js'],
  })
  site.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket, logger }))
  site.get('/messages/*', ({ req }) => inbox(req.raw))
  site.get('/health', (context) => context.json({ status: 'ok', durability: messaging.durability }))
  for (const path of pages) site.get(path, () => reply(document, 'text/html'))
  for (const name of await scripts())
    site.get(`/assets/${name}`, async () => reply(await pageFile(name), 'text/javascript'))
  site.get('/assets/style.css', async () => reply(await pageFile('style.css'), 'text/css'))
  site.get('/favicon.svg', async () => reply(await pageFile('icon.svg'), 'image/svg+xml'))
  return site
}

/** The page's own, and what they load only when they need it, such as another language. */
const scripts = async (): Promise<readonly string[]> =>
  (await readdir(new URL('page/', import.meta.url))).filter((name) => name.endsWith('.js'))

const pageFile = (name: string): Promise<string> => readFile(new URL(`page/${name}`, import.meta.url), 'utf8')

/** The demo's login: the page says who it is, and is believed. A host checks a session or a token here. */
const authenticate = (request: Request): Identity | null => {
  const [scheme, person = ''] = (request.headers.get('authorization') ?? '').split(' ')
  return scheme === 'Demo' && isPerson(person) ? { userId: person } : null
}

/** The pages that the one document shows, each by its path. */
const pages = ['/', '/journal/lighthouse', '/people/:person']

const pageHeaders = (pictures: string | null): Readonly<Record<string, string>> => ({
  'cache-control': 'no-cache',
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'${pictures === null ? '' : ` ${pictures}`}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
})

const replyWith =
  (headers: Readonly<Record<string, string>>) =>
  (text: string, type: string): Response =>
    new Response(text, { headers: { ...headers, 'content-type': `${type}; charset=utf-8` } })
