import { expect, test } from 'vitest'
import { ALICE, BOB, BOT, eventually, heardHere, heardThere, joinChats, LOBBY, SANDBOX, useFake } from './world.ts'
import type { Joined } from './world.ts'

const list = async ({ carol, conversationId }: Joined) =>
  (await carol.messages.list({ conversationId, order: 'asc', limit: 100 })).messages

/** Sends from here and waits until it is there. */
const said = async (joined: Joined, fake: Parameters<typeof heardThere>[0], body: string) => {
  const before = heardThere(fake).length
  const sent = await joined.carol.messages.send({ conversationId: joined.conversationId, body })
  await eventually(() => expect(heardThere(fake)).toHaveLength(before + 1))
  return sent
}

/** Resolves once nothing of the link of a message waits: no request is under way that a leap of the clock would break off. */
const atRest = async ({ store }: Joined, messageId: string): Promise<void> => {
  const [pair] = await store.pairsOf([messageId])
  await eventually(async () => expect(await store.queued(pair?.link ?? '', 1)).toEqual([]))
}

test('an edit, a deletion and a reply there map, and a mere mention is no reply', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const first = fake.say(ALICE, SANDBOX, 'first')
  fake.say(BOB, SANDBOX, 'answer', { parentId: first.id })
  fake.say(BOB, SANDBOX, '@Alice look')
  const doomed = fake.say(ALICE, SANDBOX, 'soon gone')
  await eventually(async () => expect(await list(joined)).toHaveLength(4))
  fake.edit(ALICE, first.id, 'first, edited')
  fake.delete(ALICE, doomed.id)
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual([
      'se:stackexchange:8: first, edited',
      'se:stackexchange:9: answer',
      'se:stackexchange:9: @Alice look',
      'se:stackexchange:8: (taken back)',
    ]),
  )
  const messages = await list(joined)
  expect(messages.map(({ replyTo }) => replyTo)).toEqual([null, messages[0]?.id, null, null])
})

test('a reply to something that is not here quotes it', async () => {
  const fake = await useFake()
  const old = fake.say(ALICE, SANDBOX, 'said before the link ran')
  const joined = await joinChats({ fake })
  fake.say(BOB, SANDBOX, 'I agree', { parentId: old.id })
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual(['se:stackexchange:9: > said before the link ran\n\nI agree']),
  )
})

test('a reply here is a reply there', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const question = fake.say(ALICE, SANDBOX, 'who is there?')
  await eventually(async () => expect(await list(joined)).toHaveLength(1))
  const [{ id: replyTo } = { id: '' }] = await list(joined)
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'I am', replyTo })
  await eventually(() =>
    expect([...fake.world.messages.values()].at(-1)).toMatchObject({ userId: BOT, parentId: question.id }),
  )
})

test('an edit and a retraction here change what is there, while the window is open', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const kept = await said(joined, fake, 'teh')
  const doomed = await said(joined, fake, 'oops')
  await joined.carol.messages.edit({ messageId: kept.id, body: 'the' })
  await joined.carol.messages.retract({ messageId: doomed.id })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** the`, `${BOT}: (deleted)`]))
  expect(await heardHere(joined)).toEqual(['carol: the', 'carol: (taken back)'])
})

test('after the window an edit leaves what is there as it is, and the message here shows it', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const late = await said(joined, fake, 'teh')
  fake.clock.advance(121_000)
  await joined.carol.messages.edit({ messageId: late.id, body: 'the' })
  await eventually(async () =>
    expect((await list(joined))[0]?.reactions).toMatchObject([
      { emoji: '🔒', userIds: ['service:bridge-stackexchange'] },
    ]),
  )
  expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** teh`])
  // Nothing leaks later either.
  await joined.carol.messages.edit({ messageId: late.id, body: 'something else' })
  await said(joined, fake, 'next')
  expect(heardThere(fake)[0]).toBe(`${BOT}: **[carol]** teh`)
})

test('after the window a retraction leaves what is there as it is, which is on record', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const late = await said(joined, fake, 'oops')
  fake.clock.advance(121_000)
  await joined.carol.messages.retract({ messageId: late.id })
  await eventually(async () => expect((await joined.store.pairsOf([late.id]))[0]?.reason).toBe('too-late'))
  expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** oops`])
})

test('after the window, a link that wants notes tells of edits and retractions by replies, once each', async () => {
  const fake = await useFake()
  const links = (conversationId: string) => [{ conversationId, roomId: SANDBOX, late: 'note' as const }]
  const joined = await joinChats({ fake, links })
  const { carol } = joined
  const late = await said(joined, fake, 'teh')
  const [original] = [...fake.world.messages.values()]
  fake.clock.advance(121_000)
  await carol.messages.edit({ messageId: late.id, body: 'the' })
  await eventually(() =>
    expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** teh`, `${BOT}: **[carol]** edited: the`]),
  )
  expect([...fake.world.messages.values()].at(-1)?.parentId).toBe(original?.id)
  // As long as the note can be edited, it is.
  await carol.messages.edit({ messageId: late.id, body: 'the word' })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${BOT}: **[carol]** edited: the word`))
  expect(heardThere(fake)).toHaveLength(2)
  await atRest(joined, late.id)
  fake.clock.advance(121_000)
  await carol.messages.retract({ messageId: late.id })
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${BOT}: **[carol]** (took this back)`))
  await said(joined, fake, 'next')
  expect(heardThere(fake)).toHaveLength(4)
})

test('stars there are one star of the bridge here, and go with the last of them', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { id } = fake.say(ALICE, SANDBOX, 'worth a star')
  fake.star(BOB, id)
  await eventually(async () =>
    expect((await list(joined))[0]?.reactions).toMatchObject([
      { emoji: '⭐', userIds: ['service:bridge-stackexchange'] },
    ]),
  )
  fake.star(BOB, id)
  await eventually(async () => expect((await list(joined))[0]?.reactions).toEqual([]))
})

test('a star here is a star there, which is not taken for somebody else’s', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { id } = fake.say(ALICE, SANDBOX, 'worth a star')
  await eventually(async () => expect(await list(joined)).toHaveLength(1))
  const [{ id: messageId } = { id: '' }] = await list(joined)
  await joined.carol.reactions.add({ messageId, emoji: '⭐' })
  await joined.dave.reactions.add({ messageId, emoji: '⭐' })
  await eventually(() => expect([...fake.message(id).stars]).toEqual([BOT]))
  fake.say(BOB, SANDBOX, 'after it')
  await eventually(async () => expect(await list(joined)).toHaveLength(2))
  expect((await list(joined))[0]?.reactions).toMatchObject([{ emoji: '⭐', userIds: ['carol', 'dave'] }])
  for (const session of [joined.carol, joined.dave]) await session.reactions.remove({ messageId, emoji: '⭐' })
  await eventually(() => expect([...fake.message(id).stars]).toEqual([]))
})

test('what is moved away there is taken back here, and what is moved there is brought in', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const off = fake.say(ALICE, SANDBOX, 'off topic')
  const on = fake.say(BOB, LOBBY, 'belongs in the sandbox')
  await eventually(async () => expect(await list(joined)).toHaveLength(1))
  fake.move(ALICE, [off.id], LOBBY)
  fake.move(ALICE, [on.id], SANDBOX)
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual([
      'se:stackexchange:8: (taken back)',
      'se:stackexchange:9: belongs in the sandbox',
    ]),
  )
})

test('somebody who changes their name is shown by the new one', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.say(ALICE, SANDBOX, 'hello')
  fake.enter(ALICE, SANDBOX)
  fake.rename(ALICE, 'Alice the Second')
  await eventually(async () => {
    const { profiles } = await joined.carol.messages.list({ conversationId: joined.conversationId })
    expect(profiles.map(({ displayName }) => displayName)).toEqual(['Alice the Second (Stack Exchange)'])
  })
})

/** What a bridge warns of. */
const warnings = () => {
  const warned: string[] = []
  const nothing = (): void => {}
  const warn = (message: string): void => void warned.push(message)
  return { warned, logger: { debug: nothing, info: nothing, warn, error: warn } }
}

test('somebody who changes their name and is gone holds up nobody else', async () => {
  const fake = await useFake()
  const { warned, logger } = warnings()
  const joined = await joinChats({ fake, options: { logger } })
  fake.say(ALICE, SANDBOX, 'hello')
  fake.enter(ALICE, SANDBOX)
  await eventually(async () => expect(await list(joined)).toHaveLength(1))
  fake.fault({ path: `/users/${ALICE}`, effect: { kind: 'status', status: 404 }, times: 100 })
  fake.rename(ALICE, 'user8')
  fake.say(BOB, SANDBOX, 'still here')
  await eventually(async () => expect((await heardHere(joined)).at(-1)).toBe('se:stackexchange:9: still here'))
  expect(warned).toEqual([])
})

test('a long message that is deleted before it could be read is deleted here, and holds up nobody else', async () => {
  const fake = await useFake()
  const { warned, logger } = warnings()
  const joined = await joinChats({ fake, options: { logger } })
  const { id } = fake.say(ALICE, SANDBOX, Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n'))
  fake.delete(ALICE, id)
  fake.say(BOB, SANDBOX, 'still here')
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual(['se:stackexchange:8: (taken back)', 'se:stackexchange:9: still here']),
  )
  expect(warned).toEqual([])
})

test('what the account says elsewhere and deletes holds up nobody while the end of a post is unknown', async () => {
  const fake = await useFake()
  const { warned, logger } = warnings()
  const joined = await joinChats({ fake, options: { logger } })
  const { id: messageId } = await said(joined, fake, 'posted')
  await eventually(async () => expect((await joined.store.pairsOf([messageId]))[0]?.state).toBe('paired'))
  const pairs = await joined.store.pairsOf([messageId])
  await joined.store.save(pairs.map((pair) => ({ ...pair, state: 'unknown', remoteId: null })))
  fake.delete(BOT, fake.say(BOT, SANDBOX, 'by hand').id)
  fake.say(BOB, SANDBOX, 'still here')
  await eventually(async () => expect((await heardHere(joined)).at(-1)).toBe('se:stackexchange:9: still here'))
  expect(warned).toEqual([])
})

test('a remote user whom an admin removed here is not let in again', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.say(ALICE, SANDBOX, 'spam')
  await eventually(async () => expect(await list(joined)).toHaveLength(1))
  await joined.carol.members.remove({ conversationId: joined.conversationId, userId: `se:stackexchange:${ALICE}` })
  fake.say(ALICE, SANDBOX, 'more spam')
  fake.say(BOB, SANDBOX, 'thank you')
  await eventually(async () => expect((await heardHere(joined)).at(-1)).toBe('se:stackexchange:9: thank you'))
  expect(await list(joined)).toHaveLength(2)
})
