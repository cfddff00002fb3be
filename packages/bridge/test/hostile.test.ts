import { expect, test } from 'vitest'
import { ALICE, BOB, BOT, eventually, heardHere, heardThere, joinChats, SANDBOX, useFake } from './world.ts'

test('hostile content arrives as harmless text', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const texts = [
    '<script>alert(1)</script>',
    '[click](javascript:alert(1))',
    'nul \0 and \u0007 bell',
    '\u200B\u200B',
    `${'x\n'.repeat(12_000)}end`,
  ]
  for (const text of texts) fake.say(ALICE, SANDBOX, text)
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(texts.length))
  const bodies = (await heardHere(joined)).map((line) => line.replace('se:stackexchange:8: ', ''))
  expect(bodies[0]).toBe('\\<script>alert(1)\\</script>')
  expect(bodies[1]).toBe('\\[click](javascript:alert(1))')
  expect(bodies[2]).toBe('nul  and  bell')
  expect(bodies[3]).toBe('(nothing that can be shown here)')
  expect(bodies[4]?.length).toBe(16_384)
})

test('a message the server cuts is brought in whole', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`)
  fake.say(ALICE, SANDBOX, lines.join('\n'))
  await eventually(async () => expect(await heardHere(joined)).toEqual([`se:stackexchange:8: ${lines.join('\n')}`]))
})

test('what is written here cannot command the server or notify people there', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const target = fake.say(ALICE, SANDBOX, 'the target')
  for (const body of [`:${target.id} pretending to reply`, '@Alice @Bob wake up', '> quote\n    code'])
    await joined.carol.messages.send({ conversationId: joined.conversationId, body })
  await eventually(() => expect(heardThere(fake)).toHaveLength(4))
  const ours = [...fake.world.messages.values()].filter(({ userId }) => userId === BOT)
  expect(ours.every(({ parentId }) => parentId === null)).toBe(true)
})

test('somebody who is mentioned and near is called by name', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId } = joined
  fake.enter(ALICE, SANDBOX)
  fake.say(ALICE, SANDBOX, 'hello')
  fake.say(BOB, SANDBOX, 'hello too')
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(2))
  await carol.messages.send({
    conversationId,
    body: '@Alice and @Bob',
    mentions: ['se:stackexchange:8', 'se:stackexchange:9'],
  })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${BOT}: **[carol]** @Alice and @\u200BBob`))
})
