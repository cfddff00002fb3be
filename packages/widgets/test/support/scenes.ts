/** What the stories are made of: who said what, and what is done in a widget. */
import type { ConversationId } from '@msg/core'
import type { Stage } from './stage.ts'

/** A group with some messages of each kind; its id. */
export const everyday = async ({ as, id }: Stage): Promise<ConversationId> => {
  const { id: conversationId } = await as('ana').conversations.startGroup({
    title: 'Team Beta',
    userIds: [id('ben'), id('cleo'), id('noor')],
  })
  const say = (player: 'ana' | 'ben' | 'cleo' | 'noor', body: string, more: object = {}) =>
    as(player).messages.send({ conversationId, body, ...more })
  await say(
    'cleo',
    'Are we ready to roll out? See https://example.org/a/rather/long/path/to/the/plan?of=the&release=next',
  )
  const first = await say('cleo', 'One tester said it feels **way** faster now.')
  await say('ana', 'Almost. I want to finalise the walkthrough first.', { replyTo: first.id })
  await say('ben', 'What is left:\n\n- the `README`\n- *pictures*\n\n> and a quotation\n\n```\nnpm test\n```')
  await say('noor', 'سأكتب الفصل الأخير غدًا، إن شاء الله.')
  const edited = await say('ana', 'I will fix it today')
  await as('ana').messages.edit({ messageId: edited.id, body: 'I will fix it **tomorrow**' })
  const gone = await say('ben', 'never mind')
  await as('ben').messages.retract({ messageId: gone.id })
  const liked = await say('ben', '@Ana Braga thanks', { mentions: [id('ana')] })
  for (const player of ['ana', 'cleo', 'noor'] as const)
    await as(player).reactions.add({ messageId: liked.id, emoji: '🎉' })
  await as('cleo').reactions.add({ messageId: liked.id, emoji: '👍' })
  await as('ana').messages.pin({ messageId: liked.id })
  const { seq } = await say('cleo', '🎉🎉')
  await as('ana').receipts.markRead({ conversationId, seq })
  await say('noor', 'まだです。明日までに終わらせます。')
  await say('ben', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft')
  await say('ana', 'Thank you all.')
  for (const player of ['ben', 'cleo'] as const) await as(player).receipts.markRead({ conversationId, seq: seq + 3 })
  return conversationId
}

/** A direct of ana and ben with so many messages; its id. */
export const direct = async ({ as, id }: Stage, count: number): Promise<ConversationId> => {
  const { id: conversationId } = await as('ana').conversations.startDirect({ userId: id('ben') })
  for (let n = 1; n <= count; n += 1)
    await as(n % 3 === 0 ? 'ben' : 'ana').messages.send({ conversationId, body: `${n} faster **now**` })
  await as('ana').receipts.markRead({ conversationId, seq: Math.max(1, count) })
  return conversationId
}

/** Some conversations of ana's. */
export const furnished = async (stage: Stage): Promise<ConversationId> => {
  const { as, id } = stage
  await direct(stage, 3)
  const max = await as('max').conversations.startDirect({ userId: id('ana') })
  for (let n = 0; n < 103; n += 1)
    await as('max').messages.send({
      conversationId: max.id,
      body: 'Nun gut, und was sagt die Kommission dazu? Ich warte.',
    })
  const room = await as('cleo').conversations.openRoom({ title: 'Travel' })
  await as('ana').members.join({ conversationId: room.id })
  await as('cleo').messages.send({ conversationId: room.id, body: 'Who is in for *Lisbon*?' })
  await as('noor').conversations.startGroup({ userIds: [id('ana'), id('cleo')] })
  const pair = await as('noor').conversations.startDirect({ userId: id('ana') })
  await as('noor').messages.send({ conversationId: pair.id, body: 'مرحبا' })
  return everyday(stage)
}

/** A room of cleo's, in which something was said. */
export const room = async ({ as }: Stage, title = 'Travel', said = 4): Promise<ConversationId> => {
  const { id: conversationId } = await as('cleo').conversations.openRoom({ title })
  for (const player of ['ben', 'noor', 'max'] as const) await as(player).members.join({ conversationId })
  for (let n = 0; n < said; n += 1)
    await as((['cleo', 'ben', 'noor', 'max'] as const)[n % 4] ?? 'ben').messages.send({
      conversationId,
      body: n === 1 ? 'Lisbon in **May**, or Porto in June: what do you say? I have looked at trains.' : `me, ${n}!`,
    })
  return conversationId
}

/** Writes something in the composer of a stage, and sends it. */
export const write = async ({ see }: Stage, text: string): Promise<void> => {
  const field = await see('textarea')
  if (!(field instanceof HTMLTextAreaElement)) return
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  await new Promise((done) => requestAnimationFrame(done))
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }))
}

/** Scrolls up until something is to be seen, once the list has found its place: until then it takes back what is scrolled. */
export const scrolledUp = async ({ see }: Stage, selector: string, text = ''): Promise<void> => {
  const viewport = await see('.viewport')
  await standsStill(viewport)
  const seen = see(selector, text).then(() => true)
  do viewport.scrollTop = 0
  while (!(await Promise.race([seen, frame()])))
}

const frame = () => new Promise<false>((done) => requestAnimationFrame(() => done(false)))

/** Resolves once a list has not moved for ten frames. */
const standsStill = async (viewport: HTMLElement): Promise<void> => {
  for (let [frames, top] = [0, viewport.scrollTop]; frames < 10; frames += 1) {
    await frame()
    if (viewport.scrollTop !== top) [frames, top] = [0, viewport.scrollTop]
  }
}
