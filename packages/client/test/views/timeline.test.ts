import { MsgError } from '@msg/core'
import type { Session } from '@msg/core'
import { eventually, upTo } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import type { TimelineSnapshot } from '../../src/views/index.ts'
import { bodies, openWorld, say, shows } from './support.ts'
import type { World } from './support.ts'

const isReady = ({ status }: TimelineSnapshot): boolean => status === 'ready'
const ends = (body: string) => (snapshot: TimelineSnapshot) => bodies(snapshot.rows).at(-1) === body

/** Ann's timeline of her direct with Ben, in which Ben said so many things. */
const openDirect = async (count: number) => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  await say(ben, conversationId, upTo(count))
  return { world, ann, ben, conversationId }
}

const openOn = (world: World, session: Session, options: Parameters<ReturnType<World['views']>['timeline']>[0]) =>
  world.views(session).timeline(options)

describe('a timeline', () => {
  it('shows the end of a conversation, and what lies before it when asked to', async () => {
    const { world, ann, conversationId } = await openDirect(7)
    const timeline = openOn(world, ann, { conversationId, pageSize: 3 })
    expect(timeline.get()).toMatchObject({ status: 'loading', rows: [], before: 'loading', after: 'loading' })
    const first = await shows(timeline, isReady)
    expect(bodies(first.rows)).toEqual(['5', '6', '7'])
    expect(first).toMatchObject({ before: 'more', after: 'end', conversation: { lastSeq: 7 } })
    await timeline.loadBefore()
    expect(bodies(timeline.get().rows)).toEqual(['2', '3', '4', '5', '6', '7'])
    await timeline.loadBefore()
    expect(bodies(timeline.get().rows)).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(timeline.get().before).toBe('end')
  })

  it('knows whoever is mentioned in a crowd, in what was said before and in what is said now', async () => {
    const world = openWorld()
    const ann = world.session('ann')
    const { id: conversationId } = await ann.conversations.openRoom({ title: 'Hall' })
    const guests = Array.from({ length: 110 }, (_, index) => `guest${index}`)
    for (const one of [...guests, 'cat', 'dan']) await world.session(one).members.join({ conversationId })
    await ann.messages.send({ conversationId, body: 'before', mentions: ['cat'] })
    const timeline = openOn(world, ann, { conversationId })
    const first = await shows(timeline, isReady)
    expect([...first.profiles.keys()]).toEqual(['ann', 'cat'])
    await ann.messages.send({ conversationId, body: 'now', mentions: ['dan'] })
    const later = await shows(timeline, ends('now'))
    expect([...later.profiles.keys()]).toEqual(['ann', 'cat', 'dan'])
  })

  it('reads nobody anew when one more joins a crowd, and everybody when it is none any more', async () => {
    const world = openWorld()
    const ann = world.session('ann')
    const { id: conversationId } = await ann.conversations.openRoom({ title: 'Hall' })
    const join = (n: number) => world.session(`guest${n}`).members.join({ conversationId })
    for (const n of Array.from({ length: 100 }, (_, index) => index)) await join(n)
    let lists = 0
    const counted: Session = {
      ...ann,
      members: {
        ...ann.members,
        async list(...input) {
          const page = await ann.members.list(...input)
          lists += 1
          return page
        },
      },
    }
    const timeline = openOn(world, counted, { conversationId })
    const counts = (count: number) => (snapshot: TimelineSnapshot) => snapshot.conversation?.memberCount === count
    expect((await shows(timeline, counts(101))).members).toBeNull()
    await eventually(() => expect(lists).toBe(1))
    await join(100)
    await shows(timeline, counts(102))
    expect(lists).toBe(1)
    for (const n of [100, 99]) await world.session(`guest${n}`).members.leave({ conversationId })
    expect((await shows(timeline, ({ members }) => members !== null)).members).toHaveLength(100)
    await join(100)
    await shows(timeline, ({ members }) => members === null)
  })

  it('follows what is sent, edited, retracted, hidden, reacted to and pinned', async () => {
    const { world, ann, ben, conversationId } = await openDirect(3)
    const timeline = openOn(world, ann, { conversationId })
    const { rows } = await shows(timeline, isReady)
    const [one = '', two = '', three = ''] = rows.map(({ id }) => id)
    await ben.messages.send({ conversationId, body: '4' })
    await shows(timeline, ends('4'))
    await ben.messages.edit({ messageId: one, body: 'one' })
    await ben.messages.retract({ messageId: two })
    await ann.messages.hide({ messageId: three })
    await ben.reactions.add({ messageId: one, emoji: '👍' })
    await ann.messages.pin({ messageId: one })
    const shown = await shows(timeline, (snapshot) => snapshot.rows[0]?.pinnedAt !== null)
    expect(bodies(shown.rows)).toEqual(['one', null, '4'])
    expect(shown.rows[0]).toMatchObject({ state: 'sent', reactions: [{ emoji: '👍', userIds: ['ben'] }] })
  })

  it('keeps the row objects of messages that did not change', async () => {
    const { world, ann, ben, conversationId } = await openDirect(3)
    const timeline = openOn(world, ann, { conversationId })
    const before = await shows(timeline, isReady)
    await ben.messages.edit({ messageId: before.rows[1]?.id ?? '', body: 'two' })
    const after = await shows(timeline, ({ rows }) => rows[1]?.body === 'two')
    expect(after.rows[0]).toBe(before.rows[0])
    expect(after.rows[2]).toBe(before.rows[2])
  })

  it('shows what lies around a message, grows both ways, and goes back to the end', async () => {
    const { world, ann, ben, conversationId } = await openDirect(20)
    const { messages } = await ann.messages.list({ conversationId, after: 9, order: 'asc', limit: 1 })
    const timeline = openOn(world, ann, { conversationId, pageSize: 4, around: messages[0]?.id ?? '' })
    const shown = await shows(timeline, isReady)
    expect(bodies(shown.rows)).toEqual(['8', '9', '10', '11'])
    expect(shown).toMatchObject({ before: 'more', after: 'more' })
    await ben.messages.send({ conversationId, body: '21' })
    await shows(timeline, ({ conversation }) => conversation?.lastSeq === 21)
    await timeline.loadAfter()
    await timeline.loadBefore()
    expect(bodies(timeline.get().rows)).toEqual(['4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15'])
    await timeline.latest()
    expect(bodies(timeline.get().rows)).toEqual(['18', '19', '20', '21'])
    expect(timeline.get().after).toBe('end')
  })

  it('says what it cannot show and keeps what it shows', async () => {
    const { world, ann, conversationId } = await openDirect(2)
    const timeline = openOn(world, ann, { conversationId })
    await shows(timeline, isReady)
    await timeline.around('01900000-0000-7000-8000-000000000000')
    expect(timeline.get()).toMatchObject({ status: 'ready', error: 'not_found', after: 'end' })
    expect(bodies(timeline.get().rows)).toEqual(['1', '2'])
    await timeline.latest()
    expect(timeline.get().error).toBe(null)
  })

  it('shows nothing around a message of another conversation', async () => {
    const { world, ann, conversationId } = await openDirect(3)
    const { id: elsewhere } = await ann.conversations.startGroup({ userIds: ['ben'] })
    const { id: around } = await ann.messages.send({ conversationId: elsewhere, body: 'elsewhere' })
    const timeline = openOn(world, ann, { conversationId, around })
    expect(bodies((await shows(timeline, isReady)).rows)).toEqual(['1', '2', '3'])
    await timeline.around(around)
    expect(timeline.get()).toMatchObject({ error: 'not_found' })
    expect(bodies(timeline.get().rows)).toEqual(['1', '2', '3'])
  })

  it('begins at the end where it cannot begin around a message', async () => {
    const { world, ann, conversationId } = await openDirect(2)
    const timeline = openOn(world, ann, { conversationId, around: '01900000-0000-7000-8000-000000000000' })
    expect(await shows(timeline, isReady)).toMatchObject({ error: 'not_found', after: 'end' })
  })

  it('is read anew also where another part that was asked for meanwhile is refused', async () => {
    const world = openWorld()
    const [ann, ben, cat] = [world.session('ann'), world.session('ben'), world.session('cat')]
    const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben', 'cat'] })
    const { id: messageId } = await cat.messages.send({ conversationId, body: 'one' })
    let meanwhile = (): unknown => undefined
    const list: Session['messages']['list'] = (...input) => {
      meanwhile()
      return ben.messages.list(...input)
    }
    const timeline = openOn(world, { ...ben, messages: { ...ben.messages, list } }, { conversationId })
    await shows(timeline, isReady)
    await ben.members.leave({ conversationId })
    // Nobody who left is told of it; whoever comes back reads anew.
    await cat.messages.edit({ messageId, body: 'two' })
    meanwhile = () => {
      meanwhile = () => undefined
      void timeline.around('01900000-0000-7000-8000-000000000000')
    }
    await ann.members.add({ conversationId, userIds: ['ben'] })
    const shown = await shows(timeline, ({ rows, error }) => rows[0]?.body === 'two' && error !== null)
    expect(shown).toMatchObject({ status: 'ready', error: 'not_found', after: 'end' })
  })

  it('stays where it was asked for last where what was asked for before is refused', async () => {
    const { world, ann, conversationId } = await openDirect(20)
    const timeline = openOn(world, ann, { conversationId, pageSize: 4, around: '01900000-0000-7000-8000-000000000000' })
    await shows(timeline, ({ conversation }) => conversation !== null)
    await timeline.first()
    await shows(timeline, isReady)
    expect(bodies(timeline.get().rows)).toEqual(['1', '2'])
  })

  it('goes to the beginning', async () => {
    const { world, ann, conversationId } = await openDirect(20)
    const timeline = openOn(world, ann, { conversationId, pageSize: 4 })
    await shows(timeline, isReady)
    await timeline.first()
    expect(bodies(timeline.get().rows)).toEqual(['1', '2'])
    expect(timeline.get()).toMatchObject({ before: 'end', after: 'more' })
  })

  it('says why it is not there yet, and is tried at once when asked', async () => {
    const { world, ann, conversationId } = await openDirect(2)
    let failures = 0
    const list: Session['messages']['list'] = async (...input) => {
      failures += 1
      if (failures <= 2) throw new MsgError('busy', 'the server is busy')
      return ann.messages.list(...input)
    }
    const timeline = openOn(world, { ...ann, messages: { ...ann.messages, list } }, { conversationId })
    // The first failure is nobody's business: it is tried again in a moment.
    await eventually(() => expect(failures).toBe(1))
    expect(timeline.get()).toMatchObject({ status: 'loading', error: null })
    void timeline.reload()
    expect(await shows(timeline, ({ error }) => error !== null)).toMatchObject({ status: 'loading', error: 'busy' })
    await timeline.reload()
    expect(timeline.get()).toMatchObject({ status: 'ready', error: null })
    expect(failures).toBe(3)
    expect(bodies(timeline.get().rows)).toEqual(['1', '2'])
  })

  it('lets go of what is far, and knows of the gap', async () => {
    const { world, ann, ben, conversationId } = await openDirect(12)
    const timeline = openOn(world, ann, { conversationId, pageSize: 4, retain: 6 })
    await shows(timeline, isReady)
    await timeline.loadBefore()
    expect(bodies(timeline.get().rows)).toEqual(['5', '6', '7', '8', '9', '10'])
    expect(timeline.get()).toMatchObject({ before: 'more', after: 'more' })
    await timeline.loadAfter()
    expect(bodies(timeline.get().rows)).toEqual(['7', '8', '9', '10', '11', '12'])
    await ben.messages.send({ conversationId, body: '13' })
    const { rows } = await shows(timeline, ends('13'))
    expect(bodies(rows)).toEqual(['8', '9', '10', '11', '12', '13'])
  })

  it('leaves a gap at the end for who reads further up', async () => {
    const { world, ann, ben, conversationId } = await openDirect(6)
    const timeline = openOn(world, ann, { conversationId, retain: 6 })
    await shows(timeline, isReady)
    timeline.follow(false)
    await say(ben, conversationId, [7, 8])
    const shown = await shows(timeline, ({ conversation }) => conversation?.lastSeq === 8)
    expect(bodies(shown.rows)).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(shown.after).toBe('more')
    timeline.follow(true)
    await timeline.loadAfter()
    expect(bodies(timeline.get().rows)).toEqual(['3', '4', '5', '6', '7', '8'])
  })

  it('puts the divider before what was unread when it was opened, and leaves it there', async () => {
    const { world, ann, ben, conversationId } = await openDirect(5)
    await ann.receipts.markRead({ conversationId, seq: 3 })
    const timeline = openOn(world, ann, { conversationId, pageSize: 2 })
    const { divider, rows } = await shows(timeline, isReady)
    expect(rows.find(({ id }) => id === divider)?.body).toBe('4')
    await ann.receipts.markRead({ conversationId, seq: 5 })
    await ben.messages.send({ conversationId, body: '6' })
    const read = await shows(timeline, ends('6'))
    expect(read.divider).toBe(divider)
    expect(read.conversation?.me).toMatchObject({ readSeq: 5, unread: { count: 1 } })
  })

  it('shows no divider where the first unread is not shown, and goes there when asked to', async () => {
    const { world, ann, conversationId } = await openDirect(9)
    await ann.receipts.markRead({ conversationId, seq: 3 })
    const timeline = openOn(world, ann, { conversationId, pageSize: 2 })
    expect(await shows(timeline, isReady)).toMatchObject({ divider: null })
    await timeline.firstUnread()
    const { rows, divider } = timeline.get()
    expect(bodies(rows)).toEqual(['3', '4'])
    expect(rows.find(({ id }) => id === divider)?.body).toBe('4')
  })

  it('shows how far those have read whom I no longer block', async () => {
    const { world, ann, ben, conversationId } = await openDirect(1)
    const timeline = openOn(world, ann, { conversationId })
    await shows(timeline, ({ receipts }) => receipts.has('ben'))
    await ann.people.block({ userId: 'ben' })
    await shows(timeline, ({ receipts }) => !receipts.has('ben'))
    await ann.people.unblock({ userId: 'ben' })
    await shows(timeline, ({ receipts }) => receipts.has('ben'))
    await ben.receipts.markDelivered({ conversationId, seq: 1 })
    const shown = await shows(timeline, ({ receipts }) => receipts.get('ben')?.deliveredSeq === 1)
    expect(shown.receipts.get('ben')).toMatchObject({ readSeq: 0 })
  })

  it('shows how far everybody has read, and who comes and goes', async () => {
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben'] })
    await say(ann, conversationId, [1, 2])
    const timeline = openOn(world, ann, { conversationId })
    await shows(timeline, ({ receipts }) => receipts.has('ben'))
    await ben.receipts.markRead({ conversationId, seq: 2 })
    await shows(timeline, ({ receipts }) => receipts.get('ben')?.readSeq === 2)
    await ann.members.add({ conversationId, userIds: ['cat'] })
    await shows(timeline, ({ members, receipts }) => members?.at(-1)?.userId === 'cat' && receipts.has('cat'))
    await ben.members.leave({ conversationId })
    const shown = await shows(timeline, ({ members }) => members?.length === 2)
    expect(shown).toMatchObject({ conversation: { memberCount: 2 } })
    expect([...shown.profiles.keys()].toSorted()).toEqual(['ann', 'ben', 'cat'])
  })

  it('shows who came and went between the messages, but for those who were there from the beginning', async () => {
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben'] })
    world.clock.advance(1_000)
    await say(ann, conversationId, [1, 2])
    await ann.members.add({ conversationId, userIds: ['cat'] })
    await say(ann, conversationId, [3])
    const timeline = openOn(world, ann, { conversationId })
    const found = await shows(timeline, ({ lines }) => lines.length > 0)
    expect(found.lines).toMatchObject([{ type: 'joined', userId: 'cat', afterSeq: 2 }])
    world.clock.advance(1_000)
    await ben.members.leave({ conversationId })
    await ann.members.remove({ conversationId, userId: 'cat' })
    const told = await shows(timeline, ({ members, lines }) => members?.length === 1 && lines.length === 3)
    expect(told.lines.map(({ type, userId, afterSeq }) => `${userId} ${type} after ${afterSeq}`)).toEqual([
      'cat joined after 2',
      'ben left after 3',
      'cat removed after 3',
    ])
  })

  it('is gone for who is removed, and whole again for who comes back', async () => {
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben'] })
    await say(ann, conversationId, [1])
    const timeline = openOn(world, ben, { conversationId })
    await shows(timeline, isReady)
    await ann.members.remove({ conversationId, userId: 'ben' })
    expect(await shows(timeline, ({ status }) => status === 'gone')).toMatchObject({ rows: [], conversation: null })
    await say(ann, conversationId, [2, 3])
    await ann.members.add({ conversationId, userIds: ['ben'] })
    const back = await shows(timeline, ends('3'))
    expect(bodies(back.rows)).toEqual(['1', '2', '3'])
  })

  it('is gone where there is nothing to see', async () => {
    const world = openWorld()
    const timeline = openOn(world, world.session('ann'), { conversationId: '01900000-0000-7000-8000-000000000000' })
    expect(await shows(timeline, ({ status }) => status === 'gone')).toMatchObject({ rows: [], after: 'end' })
  })

  it('tells nobody anything once it is closed', async () => {
    const { world, ann, ben, conversationId } = await openDirect(1)
    const views = world.views(ann)
    const [closed, open] = [views.timeline({ conversationId }), views.timeline({ conversationId })]
    await Promise.all([shows(closed, isReady), shows(open, isReady)])
    closed.close()
    await ben.messages.send({ conversationId, body: '2' })
    await shows(open, ends('2'))
    expect(bodies(closed.get().rows)).toEqual(['1'])
  })
})
