import { expect, test } from 'vitest'
import { BOT, eventually, heardHere, heardThere, joinChats, useFake } from './world.ts'

test('thirty messages in five seconds arrive in order under the throttle, waiting ones show it, short ones share a message', async () => {
  const fake = await useFake()
  fake.throttle('fitted')
  const joined = await joinChats({ fake })
  const { carol, dave, conversationId, store } = joined
  const sent: { readonly id: string; readonly body: string }[] = []
  for (let n = 1; n <= 30; n += 1) {
    const body = n % 10 === 0 ? `**number** ${n}` : `number ${n}`
    const { id } = await (n <= 20 ? carol : dave).messages.send({ conversationId, body })
    sent.push({ id, body })
  }
  const waitingHere = async () => {
    const { messages } = await carol.messages.list({ conversationId, limit: 100 })
    return messages.filter(({ reactions }) => reactions.some(({ emoji }) => emoji === '⏳')).length
  }
  await eventually(async () => expect(await waitingHere()).toBeGreaterThan(10))
  const arrived = eventually(() => expect(heardThere(fake).at(-1)).toContain('number** 30'))
  await fake.clock.run(arrived, 'throttle')
  const all = heardThere(fake).join('\n')
  expect([...all.matchAll(/number(?:\*\*)? (\d+)/g)].map(([, n]) => Number(n))).toEqual(sent.map((_, at) => at + 1))
  expect(all).toContain(`${BOT}: **[carol]** **number** 10`)
  await eventually(async () => expect(await waitingHere()).toBe(0))
  expect(await heardHere(joined)).toHaveLength(30)
  const remoteIds = (await store.pairsOf(sent.map(({ id }) => id))).map(({ remoteId }) => remoteId)
  expect(remoteIds).toHaveLength(30)
  expect(new Set(remoteIds).size).toBe(heardThere(fake).length)
  expect(heardThere(fake).length).toBeLessThan(15)
})

test('messages that share one there are edited and taken back by themselves', async () => {
  const fake = await useFake()
  fake.throttle(3)
  const { carol, conversationId } = await joinChats({ fake })
  const ids: string[] = []
  for (let n = 1; n <= 8; n += 1) ids.push((await carol.messages.send({ conversationId, body: `line ${n}` })).id)
  const shared = eventually(() => expect(heardThere(fake).at(-1)).toContain('line 8'))
  await fake.clock.run(shared, 'throttle')
  const [, , , , , six = '', seven = '', eight = ''] = ids
  await carol.messages.edit({ messageId: six, body: 'line six' })
  await carol.messages.retract({ messageId: seven })
  await fake.clock.run(
    eventually(() => expect(heardThere(fake).at(-1)).toMatch(/line six\nline 8$/)),
    'throttle',
  )
  await carol.messages.retract({ messageId: six })
  await carol.messages.retract({ messageId: eight })
  const others = ids.slice(0, 5)
  for (const messageId of others) await carol.messages.retract({ messageId })
  await fake.clock.run(
    eventually(() => expect(heardThere(fake).every((line) => line.endsWith('(deleted)'))).toBe(true)),
    'throttle',
  )
})

test('a frozen room keeps what is written here waiting, and gets it when it thaws', async () => {
  const fake = await useFake()
  const { carol, conversationId } = await joinChats({ fake })
  fake.freeze(1)
  await carol.messages.send({ conversationId, body: 'patience' })
  await eventually(() =>
    expect(fake.requests().filter(({ path }) => path.endsWith('/messages/new')).length).toBeGreaterThan(1),
  )
  expect(heardThere(fake)).toEqual([])
  fake.freeze(1, false)
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** patience`]))
})

test('the same words twice are two messages there', async () => {
  const fake = await useFake()
  const { carol, conversationId } = await joinChats({ fake })
  await carol.messages.send({ conversationId, body: 'ok' })
  await carol.messages.send({ conversationId, body: 'ok' })
  await eventually(() => expect(heardThere(fake)).toHaveLength(2))
})
