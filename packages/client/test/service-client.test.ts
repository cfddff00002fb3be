import { serviceSecrets } from '@msg/hono'
import { describe, expect, it } from 'vitest'
import { createServiceClient } from '../src/service/index.ts'
import { nextOf, serve } from './support/serve.ts'

const secret = 'a-secret-of-the-host-that-is-long-enough'
const remote = 'se:stackoverflow:22656'
const headers = { authorization: `Bearer ${secret}` }

const serveService = async () => {
  const services = serviceSecrets([{ service: 'bridge', secret, actsAs: (userId) => userId.startsWith('se:') }])
  const served = await serve({
    authenticate: async (request) => (await services(request)) ?? { userId: 'somebody' },
    keepPeople: async () => {},
  })
  const { id: conversationId } = await served.messaging.as('alice').conversations.startGroup({ userIds: [remote] })
  const client = await createServiceClient({ url: served.url, headers: () => headers })
  return { ...served, conversationId, service: client }
}

describe('a service client', () => {
  it('has the session of the service, and of each user whom the service acts as', async () => {
    const { service, conversationId, messaging } = await serveService()
    const own = service.asService('bridge')
    expect(own.me).toBe('service:bridge')
    const puppet = service.as(remote)
    expect(puppet.me).toBe(remote)
    const said = await puppet.messages.send({ conversationId, body: 'hello' })
    expect(said.authorId).toBe(remote)
    expect(await own.messages.get({ messageId: said.id })).toEqual(said)
    await expect(service.as('alice').messages.send({ conversationId, body: 'hello' })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'acts_as',
    })
    expect((await messaging.as('alice').messages.list({ conversationId })).messages).toEqual([said])
    service.close()
  })

  it('is told so where it would act as what is no id of a user', async () => {
    const { service } = await serveService()
    const invalid = expect.objectContaining({ code: 'invalid', outcome: 'none' })
    expect(() => service.as('se:\ud800')).toThrow(invalid)
    await expect(service.as(`se:${'x'.repeat(255)}`).inbox.list()).rejects.toEqual(invalid)
    service.close()
  })

  it('watches a conversation', async () => {
    const { service, conversationId, messaging } = await serveService()
    const live = service.asService('bridge').live.watch({ conversationId })[Symbol.asyncIterator]()
    expect(await nextOf(live)).toMatchObject({ type: 'ready' })
    await messaging.as('alice').messages.send({ conversationId, body: 'hello' })
    expect(await nextOf(live)).toMatchObject({ changes: [{ type: 'message.sent', subject: { body: 'hello' } }] })
    service.close()
  })

  it('imports, says how users are shown, and rejects when it is closed', async () => {
    const { service, conversationId } = await serveService()
    const message = {
      id: '01934d4e-0000-8000-8000-000000000001',
      conversationId,
      authorId: remote,
      body: 'said long ago',
      createdAt: '2020-01-01T00:00:00.000Z',
    }
    expect(await service.import({ messages: [message] })).toMatchObject({ imported: { messages: 1 } })
    expect(await service.import({ messages: [message] })).toMatchObject({ existing: { messages: 1 } })
    await service.show([{ id: remote, displayName: 'Jon', isActive: true }])
    service.close()
    await expect(service.import({})).rejects.toMatchObject({ code: 'aborted' })
    await expect(service.as(remote).conversations.get({ conversationId })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('is refused to a person, and under the name of another service', async () => {
    const { service, url } = await serveService()
    await expect(createServiceClient({ url })).rejects.toMatchObject({ code: 'forbidden', reason: 'service' })
    expect(() => service.asService('other')).toThrow(expect.objectContaining({ reason: 'service' }))
    expect(() => service.claims('other')).toThrow(expect.objectContaining({ reason: 'service' }))
    service.close()
  })
})
