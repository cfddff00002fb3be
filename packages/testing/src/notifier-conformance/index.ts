import { describe, expect, test } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { eventually } from '../eventually.ts'
import { upTo } from '../factories.ts'
import { failureCases } from './failures.ts'
import { nodeCases } from './nodes.ts'
import { quickClock } from './quick-clock.ts'
import { firsts, startNode, talkWith, withRig } from './rig.ts'
import type { NotifierContext } from './rig.ts'

const deliveryCases: readonly ConformanceCase<NotifierContext>[] = [
  {
    name: 'every message is told once, in the order of its conversation',
    proves: ['notify'],
    run: withRig(async (rig) => {
      await using node = startNode(rig)
      const talks = [await talkWith(rig, node, 'bob'), await talkWith(rig, node, 'carol')]
      const sent: string[][] = [[], []]
      for (const n of upTo(20)) for (const [index, talk] of talks.entries()) sent[index]?.push(await talk.send(`${n}`))
      await eventually(() => expect(rig.received()).toHaveLength(40))
      for (const ids of sent) expect(rig.received().filter((id) => ids.includes(id))).toEqual(ids)
      const counts = { leading: true, told: 40, failed: 0, buried: 0, parked: 0 }
      await eventually(() => expect(node.messaging.notifierCounts()).toMatchObject([counts]))
    }),
  },
  {
    name: 'commits never wait for the outside, and what was missed comes when it is back',
    proves: ['notify'],
    run: withRig(async (rig) => {
      const notifier = rig.notifier()
      await using node = startNode(rig, { notifier, clock: quickClock(20) })
      const talk = await talkWith(rig, node, 'bob')
      const first = await talk.send('before')
      await eventually(() => expect(rig.received()).toEqual([first]))
      await rig.lose()
      const sent: string[] = []
      for (const n of upTo(10)) sent.push(await talk.send(`${n}`))
      expect(rig.received()).toEqual([first])
      await rig.restore()
      await eventually(() => expect(firsts(rig.received())).toEqual([first, ...sent]))
      expect(await node.messaging.deadLetters.list({ notifier: notifier.name })).toMatchObject({ letters: [] })
    }),
  },
  {
    name: 'an outside that comes and goes loses nothing',
    proves: ['notify'],
    run: withRig(async (rig) => {
      await using node = startNode(rig, { clock: quickClock(50) })
      const talk = await talkWith(rig, node, 'bob')
      const sent: string[] = []
      for (const round of upTo(4)) {
        for (const n of upTo(5)) sent.push(await talk.send(`${round} ${n}`))
        await rig.lose()
        for (const n of upTo(5)) sent.push(await talk.send(`${round} away ${n}`))
        await rig.restore()
      }
      await eventually(() => expect(firsts(rig.received())).toEqual(sent))
    }),
  },
  {
    name: 'a node that was closed in good order goes on where it was, and repeats nothing',
    proves: ['notify', 'close'],
    run: withRig(async (rig) => {
      const sent: string[] = []
      for (const round of upTo(3)) {
        await using node = startNode(rig)
        const talk = await talkWith(rig, node, 'bob')
        for (const n of upTo(5)) sent.push(await talk.send(`${round} ${n}`))
      }
      await using _ = startNode(rig)
      await eventually(() => expect(rig.received()).toHaveLength(15))
      expect(rig.received()).toEqual(sent)
    }),
  },
]

/** Everything a notifier and its runner promise together. */
export const notifierCases: readonly ConformanceCase<NotifierContext>[] = [
  ...deliveryCases,
  ...failureCases,
  ...nodeCases,
]

/** Puts a notifier to the test; call it in a vitest file. `open` answers an empty store and an outside to tell, each time. */
export const notifierConformance = (name: string, open: NotifierContext['open']): void => {
  describe(`notifier conformance: ${name}`, () => {
    for (const { name: sentence, run } of notifierCases) test(sentence, () => run({ open }), 120_000)
  })
}
