import { errorStatus } from '@msg/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { buildOpenApi, errorCodes, routes, verbs } from '../src/index.ts'

const document = buildOpenApi({ title: 'Chat', version: '1.2.3', servers: [{ url: '/chat' }] })
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 with every reference resolved', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(document))
    expect(result.errors).toBeUndefined()
    expect(result.valid).toBe(true)
    expect(document.openapi).toBe('3.1.0')
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)
    for (const [, name = ''] of references) expect(document.components.schemas).toHaveProperty(name)
  })

  it('has one operation a verb, named after it, and those beside them', () => {
    const ids = operations.map((operation) => String(operation['operationId']))
    expect(new Set(ids)).toEqual(
      new Set([
        ...verbs,
        'config',
        'live.ticket',
        'live.subscribe',
        'live.stream',
        'live.poll',
        'service.import',
        'service.show',
        'service.takeClaim',
        'service.keepClaim',
        'service.releaseClaim',
      ]),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('documents every error status of every verb with its codes', () => {
    for (const verb of verbs) {
      const { method, path } = routes[verb]
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      for (const code of errorCodes(verb))
        expect(JSON.stringify(operation), `${verb} ${code}`).toMatch(
          new RegExp(`"${errorStatus[code]}":.*\\b${code}\\b`),
        )
    }
  })

  it('tells the host apart', () => {
    expect(document.info).toMatchObject({ title: 'Chat', version: '1.2.3' })
    expect(document.servers).toEqual([{ url: '/chat' }])
    expect(buildOpenApi().info).toMatchObject({ title: '@msg', version: '0' })
  })

  it('says what the refinements of zod cannot', () => {
    const text = JSON.stringify(document)
    expect(text).toContain('"maxLength":16384')
    expect(text).toContain('"format":"uuid"')
    const written = /"name":"createdFrom"[^}]*"format":"date-time","pattern":"([^"]+)"/.exec(text)?.[1] ?? 'no pattern'
    const pattern = new RegExp(String(JSON.parse(`"${written}"`)), 'u')
    const times = ['2026-11-20T09:04:44.123Z', '2026-11-20T09:04:44Z', '2026-11-20T09:04:44.123+00:00', '2026-11-20']
    expect(times.filter((time) => pattern.test(time))).toEqual(times.slice(0, 1))
    expect(document.components.schemas).toMatchObject({ Message: { additionalProperties: false } })
  })
})
