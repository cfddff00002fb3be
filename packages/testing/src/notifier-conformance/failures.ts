import type { Notifier } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { eventually } from '../eventually.ts'
import { upTo } from '../factories.ts'
import { quickClock } from './quick-clock.ts'
import { startNode, talkWith, withRig } from './rig.ts'
import type { NotifierContext } from './rig.ts'

/** Milliseconds: long enough that on a quick clock too nobody takes over. */
const takeover = 60_000_000

/** A notifier that fails with whatever is in the way. */
const failingOn = (
  notifier: Notifier,
  isInTheWay: (conversationId: string | null, attempt: number) => boolean,
): Notifier => ({
  ...notifier,
  notify: async (notice, options) =>
    isInTheWay(notice.change.conversationId, notice.attempt)
      ? { status: 'failed', reason: 'in_the_way' }
      : notifier.notify(notice, options),
})

export const failureCases: readonly ConformanceCase<NotifierContext>[] = [
  {
    name: 'what follows a failing change in its conversation waits behind it, and others go on',
    proves: ['notify', 'park'],
    run: withRig(async (rig) => {
      let inTheWay = ''
      const notifier = failingOn(rig.notifier(), (conversationId) => conversationId === inTheWay)
      await using node = startNode(rig, { notifier, clock: quickClock(20) })
      const [bob, carol] = [await talkWith(rig, node, 'bob'), await talkWith(rig, node, 'carol')]
      inTheWay = bob.conversationId
      const held = [await bob.send('one'), await bob.send('two')]
      const free = [await carol.send('one'), await carol.send('two')]
      await eventually(() => expect(rig.received()).toEqual(free))
      held.push(await bob.send('three'))
      await eventually(() => expect(node.messaging.notifierCounts()).toMatchObject([{ parked: 3 }]))
      inTheWay = ''
      await eventually(() => expect(rig.received()).toEqual([...free, ...held]))
      await eventually(() => expect(node.messaging.notifierCounts()).toMatchObject([{ parked: 0, buried: 0 }]))
    }),
  },
  {
    name: 'after twelve attempts a change is a dead letter, what waited behind it is told, and it can be replayed',
    proves: ['notify', 'deadLetters'],
    run: withRig(async (rig) => {
      let refused: string | null = null
      const attempts: number[] = []
      const clock = quickClock(2_000)
      const inner = clock.during(rig.notifier())
      const notifier: Notifier = {
        ...inner,
        notify: async (notice, options) => {
          if (notice.change.id !== refused) return inner.notify(notice, options)
          attempts.push(notice.attempt)
          return { status: 'failed', reason: 'in_the_way' }
        },
      }
      await using node = startNode(rig, { notifier, clock, takeover })
      const talk = await talkWith(rig, node, 'bob')
      const before = await talk.send('told')
      await eventually(() => expect(rig.received()).toEqual([before]))
      refused = nextIdAfter(before)
      const dead = await talk.send('given up')
      expect(dead).toBe(refused)
      const after = await talk.send('waits')
      await eventually(() => expect(rig.received()).toEqual([before, after]))
      expect(attempts).toEqual(upTo(12))
      const { name } = notifier
      const letter = { id: dead, notifier: name, attempts: 12, reason: 'in_the_way' }
      const lettersNow = async () => (await node.messaging.deadLetters.list({ notifier: name })).letters
      await eventually(async () => expect(await lettersNow()).toMatchObject([letter]))
      refused = null
      expect(await node.messaging.deadLetters.replay({ notifier: name, ids: [dead] })).toBe(1)
      await eventually(() => expect(rig.received()).toEqual([before, after, dead]))
      expect(await lettersNow()).toEqual([])
    }),
  },
  {
    name: 'what is refused is a dead letter at once, and can be forgotten',
    proves: ['notify', 'deadLetters'],
    run: withRig(async (rig) => {
      const notifier: Notifier = {
        ...rig.notifier(),
        notify: async () => ({ status: 'refused', reason: 'no_such_thing' }),
      }
      await using node = startNode(rig, { notifier })
      const talk = await talkWith(rig, node, 'bob')
      const ids = [await talk.send('one'), await talk.send('two')]
      const { deadLetters } = node.messaging
      const { name } = notifier
      await eventually(async () => expect((await deadLetters.list({ notifier: name })).letters).toHaveLength(2))
      const page = await deadLetters.list({ notifier: name, limit: 1 })
      expect(page).toMatchObject({ letters: [{ id: ids[0], attempts: 1, reason: 'no_such_thing' }], next: ids[0] })
      expect(await deadLetters.list({ notifier: name, after: page.next ?? '' })).toMatchObject({
        letters: [{ id: ids[1] }],
      })
      expect(await deadLetters.purge({ notifier: name })).toBe(2)
      expect(await deadLetters.list({ notifier: name })).toEqual({ letters: [], next: null })
    }),
  },
  {
    name: 'a notifier that throws, or answers nothing, counts as failed and is asked again',
    proves: ['notify'],
    run: withRig(async (rig) => {
      const clock = quickClock(2_000)
      const inner = clock.during(rig.notifier())
      const notifier: Notifier = {
        ...inner,
        notify: async (notice, options) => {
          if (notice.attempt === 1) throw new Error('it fell over')
          if (notice.attempt === 2) return new Promise(() => {})
          return inner.notify(notice, options)
        },
      }
      await using node = startNode(rig, { notifier, clock, takeover })
      const id = await (await talkWith(rig, node, 'bob')).send('one')
      await eventually(() => expect(rig.received()).toEqual([id]))
      await eventually(() => expect(node.messaging.notifierCounts()).toMatchObject([{ failed: 2, told: 1 }]))
    }),
  },
]

/** The id of the change right after this one. */
const nextIdAfter = (id: string): string => {
  const [epoch, position] = id.split(':')
  return `${epoch}:${Number(position) + 1}`
}
