import { buildOpenApi, errorCodes, routes, verbs } from '@msg/contract'

// The whole contract as OpenAPI 3.1, to serve or to merge into your own document.
export const document = buildOpenApi({ title: 'Chat', version: '1.0.0', servers: [{ url: '/chat' }] })

// The same as data: one line a verb.
export const table = verbs.map((verb) => {
  const { method, path, status } = routes[verb]
  return `${verb}: ${method} ${path} -> ${status}, or ${errorCodes(verb).join(', ')}`
})
