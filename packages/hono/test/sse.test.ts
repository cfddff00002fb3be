import { closeCodes, closeReason, socketLimits } from '@msg/contract'
import { createMessaging, silentLogger } from '@msg/core'
import type { LiveEvent, Messaging } from '@msg/core'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { createCrowd } from '../src/live/crowd.ts'
import { createPulse } from '../src/live/pulse.ts'
import { eventStream } from '../src/live/sse.ts'
import { openLiveOf, typesOf } from './support/live.ts'
import { endlessly, feeding } from './support/open.ts'
import { authenticate } from './support/serve.ts'

const houseOf = (messaging: Messaging, clock = fakeClock()) => ({
  messaging,
  crowd: createCrowd(),
  pulse: createPulse(clock),
  clock,
  logger: silentLogger(),
})

const house = (event: LiveEvent) => houseOf(feeding(endlessly(event)))

describe('a stream of events', () => {
  it('is served without an upgrade, and tells those in between to keep out', async () => {
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const app = mountMessaging(messaging, { authenticate })
    const response = await app.request('/live/stream', {
      method: 'POST',
      headers: { authorization: 'Bearer bob', 'content-type': 'application/json' },
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('private, no-store, no-transform')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    const reader = openLiveOf(response)
    await reader.until('ready')
    expect(typesOf(reader.frames)).toEqual(['hello', 'ready'])
    await messaging.close()
    await reader.ended
    expect(reader.frames.at(-1)).toEqual({ type: 'close', code: closeCodes.restarting, reason: closeReason(1) })
  })

  it('is a watch of the conversation it is asked for, until that is no longer there to see', async () => {
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const alice = messaging.as('alice')
    const { id: watch } = await alice.conversations.openRoom({ title: 'hall' })
    const response = await mountMessaging(messaging, { authenticate }).request('/live/stream', {
      method: 'POST',
      headers: { authorization: 'Bearer bob', 'content-type': 'application/json' },
      body: JSON.stringify({ watch }),
    })
    const reader = openLiveOf(response)
    await reader.until('ready')
    await alice.messages.send({ conversationId: watch, body: 'hello' })
    await reader.until('changes')
    await alice.conversations.update({ conversationId: watch, visibility: 'private' })
    await reader.ended
    expect(typesOf(reader.frames)).toEqual(['hello', 'ready', 'changes', 'error', 'close'])
    expect(reader.frames.at(-1)).toMatchObject({ code: closeCodes.refused })
  })

  it('holds no more than the buffer for a reader who takes nothing, then gives them up and what waited', async () => {
    const text = 'x'.repeat(100_000)
    const shared = house({ type: 'ready', cursor: text })
    const stream = eventStream(shared, { identity: { userId: 'bob' } }, undefined)
    await eventually(() => {
      shared.clock.advance(1_000)
      expect(shared.clock.now()).toBeGreaterThan(fakeClock().now() + 20_000)
    })
    const left = await new Response(stream).text()
    expect(left.length).toBeLessThan(socketLimits.buffer)
    expect(left.endsWith(`data: {"type":"close","code":${closeCodes.slow},"reason":""}\n\n`)).toBe(true)
    expect(shared.crowd.enter('bob')).toBeDefined()
  })

  it('goes on for a reader who takes what comes, however much it is in all', async () => {
    const shared = house({ type: 'ready', cursor: 'x'.repeat(100_000) })
    const { body } = new Response(eventStream(shared, { identity: { userId: 'bob' } }, undefined))
    let taken = 0
    for await (const { length } of body ?? []) {
      taken += length
      if (taken > 3 * socketLimits.buffer) break
      shared.clock.advance(50)
    }
    expect(taken).toBeGreaterThan(3 * socketLimits.buffer)
  })

  it('pings, so that whoever is in between keeps it open', async () => {
    const clock = fakeClock()
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const parts = houseOf(messaging, clock)
    const reader = openLiveOf(new Response(eventStream(parts, { identity: { userId: 'bob' } }, undefined)))
    await reader.until('ready')
    clock.advance(25_000)
    await reader.until('ping')
    clock.advance(25_000)
    await reader.until('ping', 2)
    expect(typesOf(reader.frames)).toEqual(['hello', 'ready', 'ping', 'ping'])
  })

  it('does not begin once the server closes', async () => {
    const closing = AbortSignal.abort()
    const reader = openLiveOf(
      new Response(eventStream(house({ type: 'ready', cursor: 'c' }), { identity: { userId: 'bob' } }, closing)),
    )
    expect(await reader.ended).toBe(closeCodes.restarting)
  })
})
