import type { Notifier } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { eventually } from '../eventually.ts'
import { upTo } from '../factories.ts'
import { firsts, startNode, talkWith, withRig } from './rig.ts'
import type { NotifierContext } from './rig.ts'

/** Milliseconds: short, so that no case waits long for another node to take over. */
const takeover = 600

export const nodeCases: readonly ConformanceCase<NotifierContext>[] = [
  {
    name: 'of two nodes one tells, whichever the changes were made on',
    proves: ['notify', 'lease'],
    run: withRig(async (rig) => {
      await using one = startNode(rig)
      await using two = startNode(rig)
      const talks = [await talkWith(rig, one, 'bob'), await talkWith(rig, two, 'carol')]
      for (const n of upTo(10)) for (const talk of talks) await talk.send(`${n}`)
      await eventually(() => expect(rig.received()).toHaveLength(20))
      expect(firsts(rig.received())).toHaveLength(20)
      const leaders = () =>
        [one, two].flatMap(({ messaging }) => messaging.notifierCounts()).filter(({ leading }) => leading)
      await eventually(() => expect(leaders()).toMatchObject([{ told: 20 }]))
    }),
  },
  {
    name: 'when a node dies another takes over once its lease has run out',
    proves: ['notify', 'lease'],
    run: withRig(async (rig) => {
      await using one = startNode(rig, { takeover })
      const sent = [await (await talkWith(rig, one, 'bob')).send('one')]
      await eventually(() => expect(rig.received()).toEqual(sent))
      await using two = startNode(rig, { takeover })
      one.kill()
      const talk = await talkWith(rig, two, 'bob')
      for (const n of upTo(3)) sent.push(await talk.send(`${n}`))
      await eventually(() => expect(firsts(rig.received())).toEqual(sent))
      expect(two.messaging.notifierCounts()).toMatchObject([{ leading: true }])
    }),
  },
  {
    name: 'killed between telling and remembering it, a change is told again under the same id',
    proves: ['notify', 'lease'],
    run: withRig(async (rig) => {
      const inner = rig.notifier()
      let die: (() => void) | null = null
      const notifier: Notifier = {
        ...inner,
        notify: async (notice, options) => {
          const outcome = await inner.notify(notice, options)
          if (outcome.status === 'done') die?.()
          return outcome
        },
      }
      await using one = startNode(rig, { notifier, takeover })
      die = one.kill
      const id = await (await talkWith(rig, one, 'bob')).send('one')
      await eventually(() => expect(rig.received()).toEqual([id]))
      await using _ = startNode(rig, { takeover })
      await eventually(() => expect(rig.received()).toEqual([id, id]))
    }),
  },
]
