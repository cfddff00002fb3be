/** Bridges of the same link that have memories of their own, on accounts of their own. */
import type { Claims } from '@msg/core'
import { expect, onTestFinished, test } from 'vitest'
import { createMemoryBridgeStore } from '../src/index.ts'
import type { BridgedMessaging, RunningBridge } from '../src/index.ts'
import {
  ALICE,
  BOB,
  BOT,
  eventually,
  heardHere,
  heardThere,
  joinChats,
  OTHER_BOT,
  SANDBOX,
  useChat,
  useFake,
} from './world.ts'
import type { Fake, Joined, Setting } from './world.ts'

const alice = `se:stackexchange:${ALICE}`

/** Two bridges: the first runs the link, the second stands by and knows nothing of what the first one remembers. */
const useTwo = async (fake: Fake, setting: Omit<Setting, 'fake'> = {}) => {
  const joined = await joinChats({ fake, claims: 'by the fake', ...setting })
  const second = await runSecond(fake, joined)
  await eventually(() => expect(stateOf(second)).toBe('standing by'))
  return { ...joined, second }
}

const runSecond = async (fake: Fake, joined: Joined): Promise<RunningBridge> => {
  const chat = await useChat(fake, OTHER_BOT)
  const second = joined.beside({ own: createMemoryBridgeStore(), chat })
  onTestFinished(() => second.close())
  return second
}

const stateOf = ({ links }: RunningBridge) => links[0]?.state

/** The first bridge's claims, held up from a post on: on their way to the host, or its answers on their way back. */
const createLine = () => {
  let way: 'there' | 'back' | null = null
  let resume = (): void => {}
  let onHeld = (): void => {}
  const released = new Promise<void>((resolve) => (resume = resolve))
  const reached = new Promise<void>((resolve) => (onHeld = resolve))
  const pass = async (now: 'there' | 'back', memo = ''): Promise<void> => {
    if (way !== now || !memo.includes('"underWay":[{')) return
    onHeld()
    await released
  }
  const through = (messaging: BridgedMessaging): BridgedMessaging => ({
    as: (userId) => messaging.as(userId),
    asService: (name, scope) => messaging.asService(name, scope),
    import: (batch) => messaging.import(batch),
    claims(name, scope): Claims {
      const { take, keep, release } = messaging.claims(name, scope)
      return {
        take,
        release,
        async keep(input) {
          await pass('there', input.memo)
          const answer = await keep(input)
          await pass('back', input.memo)
          return answer
        },
      }
    },
  })
  const hold = (on: 'there' | 'back'): void => void (way = on)
  return { through, hold, reached, release: () => resume() }
}

test('two bridges with memories of their own make each message one on each side, and traffic stops', async () => {
  const fake = await useFake()
  const joined = await useTwo(fake)
  const { carol, conversationId, second } = joined
  fake.say(ALICE, SANDBOX, 'one')
  await carol.messages.send({ conversationId, body: 'two' })
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(2))
  await eventually(() => expect(heardThere(fake)).toHaveLength(2))
  await joined.bridge.close()
  await eventually(() => expect(stateOf(second)).toBe('running'))
  fake.say(ALICE, SANDBOX, 'three')
  await carol.messages.send({ conversationId, body: 'four' })
  await eventually(() => expect(heardThere(fake)).toHaveLength(4))
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(4))
  expect(new Set(await heardHere(joined))).toEqual(
    new Set([`${alice}: one`, 'carol: two', `${alice}: three`, 'carol: four']),
  )
  expect(new Set(heardThere(fake))).toEqual(
    new Set([`${ALICE}: one`, `${BOT}: **[carol]** two`, `${ALICE}: three`, `${OTHER_BOT}: **[carol]** four`]),
  )
})

test('what was said while none ran is relayed by the next one, and what the one before relayed is not said again', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId } = joined
  fake.say(ALICE, SANDBOX, 'one')
  const { id: messageId } = await carol.messages.send({ conversationId, body: 'two' })
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(2))
  await eventually(() => expect(heardThere(fake)).toHaveLength(2))
  await joined.bridge.close()
  fake.say(BOB, SANDBOX, 'three')
  await carol.messages.send({ conversationId, body: 'four' })
  await carol.reactions.add({ messageId, emoji: '👍' })
  await runSecond(fake, joined)
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${OTHER_BOT}: **[carol]** four`))
  await eventually(async () => expect((await heardHere(joined)).at(-1)).toBe('se:stackexchange:9: three'))
  await carol.messages.edit({ messageId, body: 'two, edited' })
  await carol.messages.send({ conversationId, body: 'five' })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${OTHER_BOT}: **[carol]** five`))
  expect(heardThere(fake)).toHaveLength(5)
  expect(await heardHere(joined)).toHaveLength(5)
})

test('the next one follows what the one before brought in: edits, deletions, replies, and who was removed', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId } = joined
  const [kept, doomed, late] = [
    fake.say(ALICE, SANDBOX, 'teh'),
    fake.say(BOB, SANDBOX, 'oops'),
    fake.say(BOB, SANDBOX, 'x'),
  ]
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(3))
  await joined.bridge.close()
  fake.delete(BOB, doomed.id)
  await carol.members.remove({ conversationId, userId: 'se:stackexchange:9' })
  const second = await runSecond(fake, joined)
  await eventually(() => expect(stateOf(second)).toBe('running'))
  fake.edit(ALICE, kept.id, 'the')
  fake.delete(BOB, late.id)
  fake.say(BOB, SANDBOX, 'more')
  fake.say(ALICE, SANDBOX, 'an answer', { parentId: kept.id })
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual([
      `${alice}: the`,
      'se:stackexchange:9: (taken back)',
      'se:stackexchange:9: (taken back)',
      `${alice}: an answer`,
    ]),
  )
  const { messages } = await carol.messages.list({ conversationId, order: 'asc' })
  expect(messages[3]?.replyTo).toBe(messages[0]?.id)
})

test('one that comes back with what it remembers posts nothing that others have posted meanwhile', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId } = joined
  await carol.messages.send({ conversationId, body: 'one' })
  await eventually(() => expect(heardThere(fake)).toHaveLength(1))
  await joined.bridge.close()
  const second = await runSecond(fake, joined)
  const { id: messageId } = await carol.messages.send({ conversationId, body: 'two' })
  fake.say(ALICE, SANDBOX, 'three')
  await eventually(() => expect(heardThere(fake)).toHaveLength(3))
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(3))
  await second.close()
  const again = joined.again({})
  onTestFinished(() => again.close())
  await again.ready
  await carol.messages.edit({ messageId, body: 'two, edited' })
  await carol.messages.send({ conversationId, body: 'four' })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${BOT}: **[carol]** four`))
  expect(heardThere(fake)).toHaveLength(4)
  expect(await heardHere(joined)).toHaveLength(4)
})

test('one that slept until another took over posts nothing when it wakes', async () => {
  const fake = await useFake()
  const line = createLine()
  const { carol, conversationId, second, bridge } = await useTwo(fake, { through: line.through })
  line.hold('there')
  await carol.messages.send({ conversationId, body: 'hello' })
  await line.reached
  fake.clock.advance(31_000)
  await eventually(() => expect(heardThere(fake)).toEqual([`${OTHER_BOT}: **[carol]** hello`]))
  line.release()
  await eventually(() => expect(stateOf(bridge)).toBe('standing by'))
  await carol.messages.send({ conversationId, body: 'next' })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${OTHER_BOT}: **[carol]** next`))
  expect(heardThere(fake)).toHaveLength(2)
  await eventually(() => expect(stateOf(second)).toBe('running'))
})

test('what one was about to post when it fell asleep nobody posts: it shows that it is unknown, until it is seen after all', async () => {
  const fake = await useFake()
  const line = createLine()
  const { carol, conversationId, second, bridge } = await useTwo(fake, { through: line.through })
  line.hold('back')
  const { id: messageId } = await carol.messages.send({ conversationId, body: 'hello' })
  const signs = async () => (await carol.messages.get({ messageId })).reactions.map(({ emoji }) => emoji)
  await line.reached
  fake.clock.advance(31_000)
  await eventually(async () => expect(await signs()).toEqual(['⚠️']))
  await eventually(() => expect(stateOf(second)).toBe('running'))
  line.release()
  await eventually(() => expect(stateOf(bridge)).toBe('standing by'))
  await carol.messages.send({ conversationId, body: 'next' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${OTHER_BOT}: **[carol]** next`]))
  // As a request does that was on its way all the time.
  fake.say(BOT, SANDBOX, '**[carol]** hello')
  await eventually(async () => expect(await signs()).toEqual([]))
  expect(heardThere(fake)).toHaveLength(2)
})

test('what one that was killed had posted is found in the room, and not posted again', async () => {
  const fake = await useFake()
  const line = createLine()
  const { carol, conversationId, second } = await useTwo(fake, { through: line.through })
  line.hold('back')
  const { id: messageId } = await carol.messages.send({ conversationId, body: 'hello' })
  await line.reached
  fake.say(BOT, SANDBOX, '**[carol]** hello')
  fake.clock.advance(31_000)
  await eventually(() => expect(stateOf(second)).toBe('running'))
  await carol.messages.send({ conversationId, body: 'next' })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${OTHER_BOT}: **[carol]** next`))
  expect(heardThere(fake)).toHaveLength(2)
  expect((await carol.messages.get({ messageId })).reactions).toEqual([])
  line.release()
})
