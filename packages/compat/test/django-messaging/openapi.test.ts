import { expect, test } from 'vitest'
import { djangoMessagingOpenApi } from '../../src/django-messaging/index.ts'

test('the document has every line of the surface, and every model that it refers to', () => {
  const document = djangoMessagingOpenApi()
  const lines = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(lines).toEqual(
    expect.arrayContaining([
      'GET /chats/',
      'POST /chats/',
      'GET /chats/{chat}/',
      'PUT /chats/{chat}/',
      'PATCH /chats/{chat}/',
      'DELETE /chats/{chat}/',
      'GET /chats/{chat}/messages/',
      'POST /chats/{chat}/messages/',
      'GET /messages/{message}/',
      'PUT /messages/{message}/',
      'PATCH /messages/{message}/',
      'DELETE /messages/{message}/',
      'POST /messages/{message}/reactions/',
      'POST /chats/{chat}/mark-as-read/',
      'POST /chats/{chat}/members/add/',
      'DELETE /chats/{chat}/members/{user}/remove/',
      'GET /users/search/',
      'POST /chats/{chat}/typing/',
    ]),
  )
  const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  for (const name of named) expect(document.components.schemas).toHaveProperty(name ?? '')
})
