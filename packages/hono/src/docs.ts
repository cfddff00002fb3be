/** A contract as a document, and as a page to browse: our own, without scripts and without requests to anybody. */
import type { Json, OpenApiDocument } from '@msg/contract'
import { jsonReply } from './reply.ts'
import type { Reply } from './reply.ts'

/** A contract as OpenAPI 3.1. */
export const openApiReply = (document: OpenApiDocument): Reply =>
  jsonReply(document, 200, { 'cache-control': 'no-cache' })

/** A contract as a page; `link` leads from there to the document. */
export const docsReply = (document: OpenApiDocument, link: string): Reply => {
  const nonce = crypto.randomUUID()
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
    },
    body: page(document, { link, nonce }),
  }
}

const page = (
  document: OpenApiDocument,
  { link, nonce }: { readonly link: string; readonly nonce: string },
): string => {
  const title = escaped(document.info['title'])
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(`${method.toUpperCase()} ${path}`, operation)),
  )
  const models = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<details id="${escaped(name)}"><summary>${escaped(name)}</summary>${json(schema)}</details>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><style nonce="${nonce}">${style}</style></head>
<body><h1>${title} ${escaped(document.info['version'])}</h1>
<p>${escaped(document.info['description'])} As data: <a href="${escaped(link)}">${escaped(link)}</a></p>
<h2>Operations</h2>${operations.join('\n')}<h2>Models</h2>${models.join('\n')}</body></html>`
}

const section = (place: string, operation: Json): string => {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const parts = { parameters, requestBody, responses }
  const shown = Object.entries(parts).filter(([, part]) => part !== undefined && JSON.stringify(part) !== '[]')
  return `<details id="${escaped(operationId)}"><summary><code>${escaped(place)}</code> <b>${escaped(operationId)}</b>
${escaped(summary)}</summary>${description === undefined ? '' : `<p>${escaped(description)}</p>`}
${shown.map(([name, part]) => `<h3>${name}</h3>${json(part)}`).join('')}</details>`
}

/** JSON with its references as links within the page. */
const json = (value: unknown): string =>
  `<pre>${escaped(JSON.stringify(value, null, 2)).replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    '<a href="#$1">$1</a>',
  )}</pre>`

const escaped = (value: unknown): string =>
  (typeof value === 'string' ? value : '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
details{border-block-end:1px solid #8886;padding:.5rem 0}summary{cursor:pointer}pre{overflow:auto;font-size:.85em}
h3{margin:.5rem 0 0;font-size:1rem}`
