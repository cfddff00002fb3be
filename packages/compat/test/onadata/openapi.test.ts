import { expect, test } from 'vitest'
import { onadataOpenApi } from '../../src/onadata/index.ts'
import { openWorld } from './world.ts'

test('the document has every line of the surface, and every model that it refers to', async () => {
  const document = onadataOpenApi({ title: 'Forms', version: '2' })
  const lines = Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods)])
  expect(Object.fromEntries(lines)).toEqual({
    '/messaging': ['post', 'get'],
    '/messaging/{id}': ['get', 'delete'],
    '/stats/messaging': ['get'],
  })
  const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(new Set(named)).toEqual(new Set(Object.keys(document.components.schemas)))
})

test('the document is served, to anybody', async () => {
  const world = await openWorld()
  const { body } = await world.ask('', 'GET openapi.json')
  expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'onadata messaging' } })
})
