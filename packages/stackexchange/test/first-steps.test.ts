import { expect, test } from 'vitest'
import { ALICE, BOT, SANDBOX, take, useChat, useFake } from './harness.ts'

test('a client logs in with cookies, joins, sends and receives its own message', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  expect(chat.me?.id).toBe(BOT)

  const room = chat.room(SANDBOX)
  await room.join()
  const messages = room.newMessages()
  const first = take(messages, 1)
  const sent = await room.send('hello, world')

  expect(await first).toEqual([sent])
  expect(await sent.content).toBe('hello, world')
  expect(await sent.owner).toBe(chat.me)
  expect(fake.message(sent.id).userId).toBe(BOT)
  fake.assertNoUnexpected()
})

test('a message somebody else types arrives over the socket', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const messages = chat.room(SANDBOX).newMessages()
  const first = messages.next()
  await fake.clock.untilTimer('silence')
  fake.say(ALICE, SANDBOX, 'good **morning**')

  const { value } = await first
  expect(await value?.content).toBe('good <b>morning</b>')
  expect(await (await value?.owner)?.name).toBe('Alice')
  expect(fake.hub.count.open).toBe(1)
})
