import { verbs } from '@msg/contract'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { mountMessaging } from '../../src/index.ts'
import { authenticate, field } from '../support/serve.ts'
import { matrix } from './matrix.ts'
import { actors, makeWorld, stateOf } from './world.ts'
import type { Actor, World } from './world.ts'

const ask = async (world: World, credentials: string | null, request: readonly [string, string, unknown?]) => {
  const app = new Hono().route('/chat', mountMessaging(world.messaging, { authenticate }))
  const [method, path, body] = request
  const response = await app.request(`http://localhost/chat${path}`, {
    method,
    headers: {
      ...(credentials === null ? {} : { authorization: credentials }),
      ...(body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const credentialsOf = (actor: Actor): string | null => (actor === 'anonymous' ? null : `Bearer ${actor}`)

describe('who may do what', () => {
  for (const verb of verbs)
    for (const actor of actors) {
      const expected = actor === 'anonymous' ? 401 : matrix[verb].expected[actor]
      it(`${verb} by ${actor} answers ${expected}`, async () => {
        const world = await makeWorld()
        const before = await stateOf(world)
        const answer = await ask(world, credentialsOf(actor), matrix[verb].request(world, actor))
        expect({ status: answer.status, code: field(answer.body, 'code') }).toMatchObject({ status: expected })
        const changed = JSON.stringify(await stateOf(world)) !== JSON.stringify(before)
        expect(changed && expected >= 400).toBe(false)
        await world.messaging.close()
      })
    }

  it('credentials nobody knows are nobody, everywhere', async () => {
    const world = await makeWorld()
    for (const verb of verbs)
      for (const credentials of ['Bearer', 'Bearer ', 'Basic b3duZXI6', 'bearer owner', 'Bearer a b', 'owner'])
        expect((await ask(world, credentials, matrix[verb].request(world, 'owner'))).status).toBe(401)
    await world.messaging.close()
  })

  it('what is not there for somebody answers as what never was, for every verb', async () => {
    const world = await makeWorld()
    const nowhere = { ...world, groupId: unused, messageId: unused, directId: unused }
    for (const verb of verbs) {
      if (matrix[verb].expected.stranger !== 404) continue
      for (const actor of ['stranger', 'removed'] as const) {
        const hidden = await ask(world, credentialsOf(actor), matrix[verb].request(world, actor))
        const absent = await ask(world, credentialsOf(actor), matrix[verb].request(nowhere, actor))
        expect(hidden).toEqual(absent)
      }
    }
    await world.messaging.close()
  })

  it('a second tenant knows nothing of the first: its ids are unknown and its cursors invalid', async () => {
    const [world, tenant] = [await makeWorld(), await makeWorld()]
    for (const verb of verbs) {
      const request = matrix[verb].request({ ...world, cursors: tenant.cursors }, 'owner')
      const { expected, foreign = expected.stranger === 404 ? 404 : expected.owner } = matrix[verb]
      const { status } = await ask(tenant, credentialsOf('owner'), request)
      expect([verb, status]).toEqual([verb, foreign])
    }
    const foreign = { after: world.cursors.get('owner') }
    expect((await ask(tenant, credentialsOf('owner'), ['POST', '/live/read', foreign])).status).toBe(400)
    await Promise.all([world.messaging.close(), tenant.messaging.close()])
  })

  it("another user's cursor is invalid for everybody", async () => {
    const world = await makeWorld()
    const others = actors.filter((actor) => actor !== 'anonymous' && actor !== 'owner')
    for (const actor of others) {
      const request = ['POST', '/live/read', { after: world.cursors.get('owner') }] as const
      expect((await ask(world, credentialsOf(actor), request)).status).toBe(400)
    }
    await world.messaging.close()
  })
})

const unused = '019e0000-0000-7000-8000-00000000dead'
