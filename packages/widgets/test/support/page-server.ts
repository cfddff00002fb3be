import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pageFiles } from '../../../../tooling/tsup/page-files.ts'

/** A server on loopback that serves the page under test, with the strictest policy a host may have. */
export interface PageServer extends AsyncDisposable {
  readonly url: string
}

/** No style and no script but our own files, no string ever taken for markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>widgets</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script></head>
<body><main><h1>A page of the host</h1><div id="place"></div></main></body></html>`

const css = `html, body, main { margin: 0; height: 100%; background: light-dark(#f6f7f9, #0e1015); color-scheme: light dark }
h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
#place, msg-provider { display: block; height: 100% }
msg-conversation { max-width: 760px; height: 100%; margin-inline: auto }
.stage { height: 640px }
.stage:has(msg-dm:not([mode='inline']), msg-unread-badge) { height: 64px }`

/** A script of this package as the page runs it, with it as `page.js`. */
export const bundled = (script: URL): Promise<ReadonlyMap<string, string>> =>
  pageFiles('page', script, { conditions: ['@msg/source'] })

/** Bundles the playground and serves it. */
export const servePage = async (): Promise<PageServer> => {
  const scripts = await bundled(new URL('playground.ts', import.meta.url))
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html; charset=utf-8', html],
    '/page.css': ['text/css; charset=utf-8', css],
    ...Object.fromEntries([...scripts].map(([name, text]) => [`/${name}`, ['text/javascript; charset=utf-8', text]])),
  }
  const server = createServer((request, response) => {
    const file = files[request.url?.split('?', 1)[0] ?? '']
    response.setHeader('content-security-policy', policy)
    if (file === undefined) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': file[0] }).end(file[1])
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
