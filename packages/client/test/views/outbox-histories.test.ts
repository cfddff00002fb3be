import * as fc from 'fast-check'
import { eventually } from '@msg/testing'
import { expect, it } from 'vitest'
import { memoryOutboxStore } from '../../src/views/index.ts'
import type { OutboxEntry, OutboxStore, Views } from '../../src/views/index.ts'
import { overLine } from './line.ts'
import type { LineState } from './line.ts'
import { lives } from './random-life.ts'
import { openWorld } from './support.ts'

/** A store that outlives its process: what that has not written when it is killed is not written any more. */
const lasting = () => {
  const kept = memoryOutboxStore()
  let turn: Promise<unknown> = Promise.resolve()
  const open = (): { readonly store: OutboxStore; readonly kill: () => void } => {
    let alive = true
    const store: OutboxStore = {
      ...kept,
      load: async (userId) => structuredClone(await kept.load(userId)) satisfies readonly OutboxEntry[],
      put: async (entry) => (alive ? kept.put(entry) : undefined),
      remove: async (entry) => (alive ? kept.remove(entry) : undefined),
      lead(_userId, signal, task) {
        const mine = turn.then(() => (signal.aborted ? undefined : task()))
        turn = mine
        return mine
      },
    }
    return { store, kill: () => void (alive = false) }
  }
  return { kept, open }
}

const states: readonly LineState[] = ['up', 'down', 'loses answers', 'busy']

const anyStep = fc.oneof(
  { arbitrary: fc.record({ act: fc.constant('send' as const), n: fc.nat({ max: 1 }) }), weight: 6 },
  { arbitrary: fc.record({ act: fc.constant('edit' as const), n: fc.nat({ max: 50 }) }), weight: 3 },
  { arbitrary: fc.record({ act: fc.constant('line' as const), n: fc.nat({ max: 3 }) }), weight: 3 },
  { arbitrary: fc.record({ act: fc.constant('wait' as const), n: fc.nat({ max: 4 }) }), weight: 3 },
  { arbitrary: fc.record({ act: fc.constant('restart' as const), n: fc.constant(0) }), weight: 1 },
)
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never

const places = (entries: readonly OutboxEntry[]): readonly string[] =>
  entries.map(({ id, position }) => `${position} ${id}`).toSorted()

const runLife = async (steps: readonly Step[]): Promise<void> => {
  const world = openWorld()
  const ann = world.session('ann')
  const conversationIds = [
    (await ann.conversations.startDirect({ userId: 'ben' })).id,
    (await ann.conversations.startGroup({ userIds: ['ben'] })).id,
  ]
  const line = overLine(ann)
  const lastingStore = lasting()
  const open = (): { readonly views: Views; readonly kill: () => void } => {
    const { store, kill } = lastingStore.open()
    return { views: world.views(line.session, { outbox: store }), kill }
  }
  let { views, kill } = open()
  const sent: { readonly id: string; readonly conversationId: string; body: string }[] = []
  for (const [index, { act, n }] of steps.entries()) {
    if (act === 'line') line.set(states[n] ?? 'up')
    if (act === 'send') {
      const conversationId = conversationIds[n] ?? ''
      const body = `text ${index}`
      const id = crypto.randomUUID().replace(/^(.{14})./, '$17')
      views.outbox.add(conversationId, { verb: 'messages.send', input: { conversationId, id, body } })
      sent.push({ id, conversationId, body })
    }
    const edited = act === 'edit' ? sent[n % Math.max(1, sent.length)] : undefined
    if (edited !== undefined) {
      edited.body = `edited ${index}`
      const input = { messageId: edited.id, body: edited.body }
      views.outbox.add(edited.conversationId, { verb: 'messages.edit', input })
    }
    if (act === 'wait') for (let turn = 0; turn < 5; turn += 1) await Promise.resolve(world.clock.advance(n * 1_000))
    if (act === 'restart') {
      // What was not kept yet when the process ended was not acknowledged to anybody.
      await eventually(async () => {
        const { entries, state } = views.outbox.get()
        expect(state).not.toBe('loading')
        expect(places(await lastingStore.kept.load('ann'))).toEqual(places(entries))
      })
      kill()
      views.close()
      ;({ views, kill } = open())
    }
  }
  line.set('up')
  await eventually(() => {
    world.clock.advance(1_000)
    const { entries, state } = views.outbox.get()
    for (const { id, state: of } of entries) if (of === 'failed') views.outbox.retry(id)
    expect({ entries, state }).toEqual({ entries: [], state: 'sending' })
  })
  for (const conversationId of conversationIds) {
    const { messages } = await ann.messages.list({ conversationId, order: 'asc', limit: 100 })
    expect(messages.map(({ id, body }) => ({ id, body }))).toEqual(
      sent.filter((one) => one.conversationId === conversationId).map(({ id, body }) => ({ id, body })),
    )
  }
}

it(`${lives.numRuns} random lives of an outbox: all arrives, in order, once, as last written`, async () => {
  await expect(
    fc.assert(fc.asyncProperty(fc.array(anyStep, { maxLength: 40, size: 'max' }), runLife), lives),
  ).resolves.toBeUndefined()
}, 300_000)
