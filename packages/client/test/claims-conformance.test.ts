/** What holds of the claims of a service, in process and over the wire. */
import type { Claims } from '@msg/core'
import { serviceSecrets } from '@msg/hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createServiceClient } from '../src/service/index.ts'
import { serve } from './support/serve.ts'

const secret = 'a-secret-of-the-host-that-is-long-enough'

/** An engine, and a group in it. */
const serveGroup = async () => {
  const services = serviceSecrets([{ service: 'bridge', secret }])
  const served = await serve({ authenticate: async (request) => (await services(request)) ?? null })
  const { id: conversationId } = await served.messaging.as('alice').conversations.startGroup({ userIds: [] })
  return { ...served, conversationId }
}

type Served = Awaited<ReturnType<typeof serveGroup>>

const overTheWire = async ({ url }: Served): Promise<Claims> => {
  const service = await createServiceClient({ url, headers: { authorization: `Bearer ${secret}` } })
  onTestFinished(() => service.close())
  return service.claims('bridge')
}

describe.each([
  ['in process', async ({ messaging }: Served): Promise<Claims> => messaging.claims('bridge')],
  ['over the wire', overTheWire],
] as const)('claims %s', (_, open) => {
  const prepare = async () => {
    const served = await serveGroup()
    const key = { conversationId: served.conversationId, name: 'room:17' }
    return { key, claims: await open(served) }
  }
  const milliseconds = 60_000

  it('are of one holder at a time, who may take them again', async () => {
    const { key, claims } = await prepare()
    const take = (holder: string) => claims.take({ ...key, holder, milliseconds })
    const taken = await Promise.all(['one', 'two', 'three'].map(take))
    expect(taken.filter((claim) => claim !== null)).toEqual([{ fence: 1, memo: null }])
    const holder = ['one', 'two', 'three'][taken.findIndex((claim) => claim !== null)] ?? ''
    expect(await take(holder)).toEqual({ fence: 1, memo: null })
  })

  it('go to the next one, with the memo and a higher number, when they are given up', async () => {
    const { key, claims } = await prepare()
    await claims.take({ ...key, holder: 'one', milliseconds })
    expect(await claims.keep({ ...key, fence: 1, milliseconds, memo: 'so far' })).toBe(true)
    expect(await claims.keep({ ...key, fence: 1, milliseconds })).toBe(true)
    await claims.release({ ...key, holder: 'two' })
    expect(await claims.take({ ...key, holder: 'two', milliseconds })).toBeNull()
    await claims.release({ ...key, holder: 'one' })
    expect(await claims.take({ ...key, holder: 'two', milliseconds })).toEqual({ fence: 2, memo: 'so far' })
  })

  it('are kept by nobody who lost them, nor is a memo of theirs', async () => {
    const { key, claims } = await prepare()
    expect(await claims.keep({ ...key, fence: 1, milliseconds, memo: 'too early' })).toBe(false)
    await claims.take({ ...key, holder: 'one', milliseconds })
    await claims.release({ ...key, holder: 'one' })
    await claims.take({ ...key, holder: 'two', milliseconds })
    expect(await claims.keep({ ...key, fence: 1, milliseconds, memo: 'too late' })).toBe(false)
    expect(await claims.take({ ...key, holder: 'two', milliseconds })).toEqual({ fence: 2, memo: null })
  })

  it('are of a conversation and a name', async () => {
    const { key, claims } = await prepare()
    await claims.take({ ...key, holder: 'one', milliseconds })
    expect(await claims.take({ ...key, name: 'room:18', holder: 'two', milliseconds })).toMatchObject({ fence: 1 })
    const nowhere = { ...key, conversationId: '01934d4e-0000-7000-8000-0000000000ff', holder: 'one', milliseconds }
    await expect(claims.take(nowhere)).rejects.toMatchObject({ code: 'not_found' })
    await expect(claims.take({ ...key, holder: '', milliseconds })).rejects.toMatchObject({ code: 'invalid' })
  })
})
