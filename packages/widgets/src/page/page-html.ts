import type { ConversationId } from '@msg/core'
import { isRightToLeft, localeFor } from '../i18n/locales.ts'
import type { InboxPageOptions } from './page-options.ts'

/** What is different from one answer to the next. */
export interface Shown {
  /** Which conversation is open; null for none. */
  readonly conversationId: ConversationId | null
  /** What the scripts and styles of this answer are known by. */
  readonly nonce: string
}

/** What the page is made of, complete. */
export interface PageParts extends Required<Omit<InboxPageOptions, 'loginUrl' | 'icon'>> {
  readonly loginUrl: string | null
  readonly icon: string | null
  /** Address of the script that begins. */
  readonly start: string
}

/** The page as HTML. A keyboard on the screen makes it lower, and pushes nothing of it out of sight. */
export const pageHtml = (parts: PageParts, { conversationId, nonce }: Shown): string => {
  const { src, path, title, lang, loginUrl, icon, header, stylesheets, scripts, start } = parts
  const dir = isRightToLeft(localeFor(lang)) ? 'rtl' : 'ltr'
  const icons = icon === null ? [] : [`<link${attributes({ rel: 'icon', href: icon })}>`]
  const sheets = stylesheets.map((href) => `<link${attributes({ rel: 'stylesheet', nonce, href })}>`)
  const modules = [...scripts, start].map(
    (from) => `<script${attributes({ type: 'module', nonce, src: from })}></script>`,
  )
  const inbox = attributes({ 'conversation-id': conversationId, 'login-url': loginUrl })
  return `<!doctype html>
<html${attributes({ lang, dir, 'data-path': path })}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<title>${escaped(title)}</title>
<style${attributes({ nonce })}>${styleOf(parts)}</style>
${[...icons, ...sheets, ...modules].join('\n')}
</head>
<body>
<msg-provider${attributes({ src, locale: lang })}>
${header}
<main><msg-inbox${inbox}><h1 slot="list-header">${escaped(title)}</h1></msg-inbox></main>
</msg-provider>
</body>
</html>
`
}

/** The policy of the page: no script and no style but those of this answer, and what they load; no string taken for markup. */
export const pagePolicy = ({ origins }: PageParts, { nonce }: Shown): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    ...['connect-src', 'img-src', 'media-src'].map((kind) => [kind, `'self'`, ...origins].join(' ')),
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types lit-html`,
  ].join('; ')

const styleOf = ({ colours }: PageParts): string => {
  const tokens = Object.entries(colours).map(([name, value]) => `--msg-${name}: ${value};`)
  return `
:root { color-scheme: light dark }
html, body { height: 100%; margin: 0 }
msg-provider { display: grid; grid-template-rows: auto minmax(0, 1fr); height: 100%; ${tokens.join(' ')} }
main { grid-row: 2; min-height: 0 }
h1 { margin: 0; font: 600 20px / 28px system-ui, sans-serif }
`
}

/** Attributes of a tag; those that are null are left out. */
const attributes = (values: Readonly<Record<string, string | null>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : ` ${name}="${escaped(value)}"`))
    .join('')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
