import { expect, test } from 'vitest'
import { MsgError } from '../errors.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { LogPage, LogRange, Store } from '../ports/store.ts'

/** More changes than fit on one page of the tail. */
const burst = 1_100

test('who joins after the tail failed in the middle of a long read is told nothing they know already', async () => {
  const sound = createMemoryStore()
  let read: (range: LogRange) => Promise<LogPage> = sound.log
  const store: Store = { ...sound, log: (range) => read(range) }
  await using messaging = createMessaging({ store })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const send = (body: string) => alice.messages.send({ conversationId, body })

  // Somebody listens, so that the tail reads.
  const listening = alice.live.subscribe()[Symbol.asyncIterator]()
  await listening.next()
  let failed = (): void => {}
  const failing = new Promise<void>((resolve) => (failed = resolve))
  read = async (range) => {
    if (range.after === null) return sound.log(range)
    if (range.position === undefined) {
      if ((await sound.log(range)).more) return sound.log(range)
    } else failed()
    throw new MsgError('unavailable', 'the database is gone')
  }
  await Promise.all(Array.from({ length: burst }, (_, n) => send(`${n}`)))
  await failing

  await send('known')
  const { cursor } = await bob.live.read()
  read = sound.log
  const bodies: string[] = []
  const subscription = bob.live.subscribe({ after: cursor })
  for await (const event of subscription) {
    if (event.type === 'ready') await send('new')
    if (event.type !== 'changes') continue
    for (const { subject } of event.changes)
      if (subject !== 'gone' && 'body' in subject) bodies.push(subject.body ?? '')
    if (bodies.includes('new')) break
  }
  expect(bodies).toEqual(['new'])
})

test('when the last reader has left nothing is read any more, however slow they were', async () => {
  const sound = createMemoryStore()
  let reads = 0
  const log = (range: LogRange): Promise<LogPage> => {
    reads += 1
    return sound.log(range)
  }
  await using messaging = createMessaging({ store: { ...sound, log } })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
  await bob.members.join({ conversationId })
  const subscriptions = [bob.live.subscribe(), bob.live.watch({ conversationId })]
  const readers = subscriptions.map((subscription) => subscription[Symbol.asyncIterator]())
  for (const reader of readers) await reader.next()
  for (let n = 0; n <= 10_000; n += 1) await alice.messages.send({ conversationId, body: `${n}` })
  // Who joins has the tail read on to the end.
  await using other = alice.live.subscribe()
  await other[Symbol.asyncIterator]().next()
  for (const reader of readers) {
    let type: string | undefined
    while (type !== 'resync') type = (await reader.next()).value?.type
    await reader.next()
  }
  for (const subscription of [...subscriptions, other]) await subscription[Symbol.asyncDispose]()
  const before = reads
  await alice.messages.send({ conversationId, body: 'to nobody' })
  for (let turn = 0; turn < 10; turn += 1) await alice.inbox.list()
  expect(reads).toBe(before)
})
