import { expect, test } from 'vitest'
import type { LiveEvent } from '../session.ts'
import { createClosing } from './closing.ts'
import type { Take } from './handover.ts'
import { liveSubscription } from './live-subscription.ts'

const ready = (cursor: string): LiveEvent => ({ type: 'ready', cursor })

/** A subscription whose events the test offers. */
const offering = () => {
  const closing = createClosing()
  let offer: Take = () => {}
  let finish = (): void => {}
  let fail = (_: Error): void => {}
  const subscription = liveSubscription(
    (_, take) => {
      offer = take
      return new Promise((resolve, reject) => {
        finish = resolve
        fail = reject
      })
    },
    { closing },
  )
  return { subscription, offer, finish, fail }
}

const cursorsOf = (events: readonly LiveEvent[]): unknown[] => events.map((event) => 'cursor' in event && event.cursor)

test('who takes each event gets it within the offer, what was offered before first', async () => {
  const { subscription, offer, finish } = offering()
  const first = offer(ready('one'))
  const taken: LiveEvent[] = []
  const all = subscription.each((event) => void taken.push(event))
  await first
  expect(offer(ready('two'))).toBeUndefined()
  expect(cursorsOf(taken)).toEqual(['one', 'two'])
  finish()
  await all
})

test('who takes each event and is not done with one keeps the next waiting', async () => {
  const { subscription, offer } = offering()
  const taking = new Promise<void>(() => {})
  void subscription.each(() => taking)
  expect(offer(ready('one'))).toBe(taking)
})

test('who takes each event learns how it ended', async () => {
  const { subscription, fail } = offering()
  const all = subscription.each(() => {})
  fail(new Error('revoked'))
  await expect(all).rejects.toThrow('revoked')
})

test('after the end nothing is handed over, and nobody waits for a reader', async () => {
  const { subscription, offer, finish } = offering()
  const waiting = offer(ready('one'))
  subscription.close()
  await waiting
  finish()
  const taken: LiveEvent[] = []
  await subscription.each((event) => void taken.push(event))
  expect(offer(ready('two'))).toBeUndefined()
  expect(taken).toEqual([])
})

test('events that are asked for at the same time come in order', async () => {
  const { subscription, offer, finish } = offering()
  const reader = subscription[Symbol.asyncIterator]()
  const asked = [reader.next(), reader.next(), reader.next()]
  await offer(ready('one'))
  void offer(ready('two'))
  await asked[1]
  finish()
  const answers = await Promise.all(asked)
  expect(answers.map(({ value }) => value)).toEqual([ready('one'), ready('two'), undefined])
})
