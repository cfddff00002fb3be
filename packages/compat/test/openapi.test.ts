import { createMessaging } from '@msg/core'
import { directmessagesOpenApi, mergeOpenApi, mountDirectmessages } from '@msg/compat/directmessages'
import { djangoMessagingOpenApi } from '@msg/compat/django-messaging'
import { onadataOpenApi } from '@msg/compat/onadata'
import { buildOpenApi } from '@msg/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { byToken } from './http.ts'

const surfaces = [
  { name: 'directmessages', document: directmessagesOpenApi },
  { name: 'django-messaging', document: djangoMessagingOpenApi },
  { name: 'onadata', document: onadataOpenApi },
]

it.each(surfaces)('$name is described by valid OpenAPI 3.1, every reference resolved', async ({ document }) => {
  const described = document()
  expect(await new Validator().validate(structuredClone(described))).toMatchObject({ valid: true })
  for (const [, name = ''] of JSON.stringify(described).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
    expect(described.components.schemas).toHaveProperty(name)
})

it('case 34: the document of directmessages has the six paths', () => {
  expect(Object.keys(directmessagesOpenApi().paths)).toEqual([
    '/unread/',
    '/conversations/',
    '/conversations/unread/',
    '/conversations/{user}/',
    '/messages/{id}/',
    '/send/{user}/',
  ])
})

describe('where the documents are', () => {
  const start = (openapi?: Parameters<typeof directmessagesOpenApi>[0]) => {
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const surface = mountDirectmessages({ messaging, authenticate: byToken, ...(openapi && { openapi }) })
    return new Hono().route('/api/dm', surface)
  }

  it('is for the host to say, and so is what they say of it; the page links to the document', async () => {
    const app = start({ title: 'My API', version: '1.0.0', path: '/schema/', docsPath: '/docs/all/' })
    const document = await (await app.request('/api/dm/schema/')).json()
    expect(document).toMatchObject({ info: { title: 'My API', version: '1.0.0' } })
    const page = await (await app.request('/api/dm/docs/all/')).text()
    expect(page).toContain('My API 1.0.0')
    expect(new URL(/href="([^"#]+)"/.exec(page)?.[1] ?? '', 'http://app.example/api/dm/docs/all/').pathname).toBe(
      '/api/dm/schema/',
    )
  })

  it('is beside the surface where the host says nothing', async () => {
    const app = start()
    expect((await app.request('/api/dm/openapi.json')).status).toBe(200)
    const page = await (await app.request('/api/dm/docs')).text()
    expect(page).toContain('href="openapi.json"')
  })
})

describe('documents of a host as one', () => {
  it('have all paths where they are mounted, and all models', async () => {
    const own = { ...directmessagesOpenApi(), paths: { '/users': {} }, components: { schemas: { User: {} } } }
    const info = { title: 'Our API', version: '2' }
    const merged = mergeOpenApi(info, {
      '/api/dm': directmessagesOpenApi(),
      '/dm': directmessagesOpenApi(),
      '/api': own,
    })
    expect(await new Validator().validate(structuredClone(merged))).toMatchObject({ valid: true })
    expect(Object.keys(merged.paths)).toEqual(expect.arrayContaining(['/api/dm/unread/', '/dm/unread/', '/api/users']))
    expect(Object.keys(merged.components.schemas)).toEqual(expect.arrayContaining(['DirectMessage', 'User']))
    expect(merged.info).toMatchObject(info)
  })

  it('may be all that there is: the native contract and every surface', async () => {
    const all = surfaces.map(({ name, document }) => [`/${name}`, document()] as const)
    const merged = mergeOpenApi({}, { '/chat': buildOpenApi(), ...Object.fromEntries(all) })
    expect(await new Validator().validate(structuredClone(merged))).toMatchObject({ valid: true })
  })

  it('do not have two models of one name', () => {
    const own = { ...directmessagesOpenApi(), paths: {}, components: { schemas: { DirectMessage: {} } } }
    expect(() => mergeOpenApi({}, { '/dm': directmessagesOpenApi(), '/api': own })).toThrow('DirectMessage')
  })
})
