/** A whole page of messages for a server to mount: HTML, policy and scripts, without a bundler. */
import { isId } from '@msg/core'
import { bundle } from './bundle.ts'
import type { PageBundle } from './bundle.ts'
import { pageHtml, pagePolicy } from './page-html.ts'
import type { PageParts } from './page-html.ts'
import type { InboxPageOptions } from './page-options.ts'
export type { InboxPageOptions } from './page-options.ts'

/** Answers every request below a path. */
export type PageHandler = (request: Request) => Promise<Response>

/**
 * The inbox as a page at any path of any web-standard server: `<path>/` is the list, `<path>/<conversation>` opens that one. It
 * holds nobody's messages: who asks is known to the mount behind `src`, which the page asks.
 * @throws TypeError when a colour is none
 * @example app.get('/messages/*', ({ req }) => page(req.raw)) // with const page = inboxPage({ src: '/chat' })
 */
export const inboxPage = (options: InboxPageOptions): PageHandler => pageFrom(bundle, options)

/** The same with the scripts of one's own build. */
export const pageFrom = ({ start, files }: PageBundle, options: InboxPageOptions): PageHandler => {
  const path = options.path ?? '/messages'
  const assets = `${path}/assets/`
  const parts = partsOf(options, `${assets}${start}`)
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, { allow: 'GET, HEAD' })
    if (pathname === path) return plain(308, { location: `${path}/${search}` })
    if (pathname.startsWith(assets)) {
      const name = pathname.slice(assets.length)
      return Object.hasOwn(files, name) ? fileReply(await files[name]?.()) : plain(404)
    }
    const shown = pathname.startsWith(`${path}/`) ? pathname.slice(path.length + 1) : null
    if (shown === null || (shown !== '' && !isId(shown))) return plain(404)
    return pageReply(parts, shown === '' ? null : shown)
  }
}

const partsOf = (options: InboxPageOptions, start: string): PageParts => {
  const colours = options.colours ?? {}
  for (const [name, value] of Object.entries(colours))
    if (/[;{}<]/.test(value)) throw new TypeError(`the value of ${name} is no CSS colour`)
  return {
    path: '/messages',
    title: 'Messages',
    lang: 'en',
    loginUrl: null,
    icon: null,
    header: '',
    stylesheets: [],
    scripts: [],
    origins: [],
    ...options,
    colours,
    start,
  }
}

const pageReply = (parts: PageParts, conversationId: string | null): Response => {
  const shown = { conversationId, nonce: crypto.randomUUID() }
  return new Response(pageHtml(parts, shown), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(parts, shown),
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The names of files change with what is in them. */
const fileReply = (file: { readonly default: string } | undefined): Response =>
  new Response(file?.default, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  })

const plain = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers: { ...headers } })
