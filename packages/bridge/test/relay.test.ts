import { expect, test } from 'vitest'
import { ALICE, BOT, eventually, heardHere, heardThere, joinChats, SANDBOX, useFake } from './world.ts'

test('what is said in the room is said in the conversation, by a user who stands for its author', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.say(ALICE, SANDBOX, 'hello from **there**')
  await eventually(async () => expect(await heardHere(joined)).toEqual(['se:stackexchange:8: hello from **there**']))
  const { profiles } = await joined.carol.messages.list({ conversationId: joined.conversationId })
  expect(profiles).toEqual([{ id: 'se:stackexchange:8', displayName: 'Alice (Stack Exchange)', isActive: true }])
})

test('a local message becomes one remote message with its author name, and its echo creates nothing here', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'hello from here' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** hello from here`]))
  fake.say(ALICE, SANDBOX, 'after the echo')
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual(['carol: hello from here', 'se:stackexchange:8: after the echo']),
  )
  expect(heardThere(fake)).toHaveLength(2)
})
