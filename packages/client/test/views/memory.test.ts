import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Change } from '@msg/core'
import { upTo } from '@msg/testing'
import { expect, it } from 'vitest'
import { withHand } from './by-hand.ts'
import { openWorld, say, shows } from './support.ts'

/**
 * What is in use once nothing more can be collected, compiled code that is not in use included: else what V8 has
 * compiled meanwhile is most of the difference. What was finalised in one turn is free in a later one.
 */
const heapAfterCollection = async (): Promise<number> => {
  setFlagsFromString('--expose_gc')
  const collect: unknown = runInNewContext('gc')
  let least = Infinity
  for (const _ of upTo(5)) {
    if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    least = Math.min(least, process.memoryUsage().heapUsed)
    await new Promise((done) => setImmediate(done))
  }
  return least
}

it('a timeline, an inbox and the totals take no more memory after thirty thousand messages than after five thousand', async () => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  await say(ben, conversationId, [1])
  const { changes } = await ann.live.read({ after: (await ann.live.read()).cursor })
  expect(changes).toEqual([])
  const { held, deliver } = withHand(ann)
  const views = world.views(held)
  const timeline = views.timeline({ conversationId, retain: 100 })
  const inbox = views.inbox()
  views.unread()
  views.typing({ conversationId })
  const [first] = (await shows(timeline, ({ rows }) => rows.length === 1)).rows
  await shows(inbox, ({ status }) => status === 'ready')
  if (first === undefined) throw new Error('there is a first message')
  const { state, writes, ...message } = first
  let seq = 1
  const hearFiveThousand = async (): Promise<number> => {
    for (const end = seq + 5_000; seq < end;) {
      seq += 1
      const id = `01900000-0000-7000-8000-${`${seq}`.padStart(12, '0')}`
      const subject = { ...message, id, seq, revision: seq + 1, body: `text ${seq} `.repeat(50) }
      const about = { conversationId, actor: 'ben', at: message.createdAt, revision: seq + 1 }
      const change: Change = { id: `e:${seq}`, type: 'message.sent', ...about, subject }
      deliver({ type: 'changes', changes: [change], profiles: [], cursor: `c${seq}` })
    }
    await shows(timeline, ({ rows }) => rows.at(-1)?.seq === seq)
    return heapAfterCollection()
  }
  const before = await hearFiveThousand()
  let after = before
  for (const _ of upTo(5)) after = await hearFiveThousand()
  expect(timeline.get().rows).toHaveLength(100)
  expect(inbox.get().conversations[0]).toMatchObject({ lastSeq: 30_001, me: { unread: { count: 100, capped: true } } })
  expect(after - before).toBeLessThan(500_000) // 20 bytes a message: less than one reference and its slot
})
