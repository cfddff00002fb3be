import { MsgError } from '@msg/core'
import type { Change } from '@msg/core'
import { eventually } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { withHand } from './by-hand.ts'
import { bodies, openWorld, say, shows } from './support.ts'

const openHand = async () => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  await say(ben, conversationId, [1])
  const hand = withHand(ann)
  const views = world.views(hand.held)
  const timeline = views.timeline({ conversationId })
  const inbox = views.inbox()
  await shows(timeline, ({ rows }) => rows.length === 1)
  await shows(inbox, ({ status }) => status === 'ready')
  hand.deliver({ type: 'ready', cursor: 'c1' })
  await shows(views.live, ({ state }) => state === 'live')
  const changesSince = async (act: () => Promise<unknown>): Promise<readonly Change[]> => {
    const { cursor } = await ann.live.read()
    await act()
    return (await ann.live.read({ after: cursor })).changes
  }
  return { ...hand, world, ann, ben, conversationId, views, timeline, inbox, changesSince }
}

describe('the live subscription of the views', () => {
  it('is one for all of them', async () => {
    const { opened } = await openHand()
    expect(opened).toHaveLength(1)
  })

  it('loads again what is shown when too much was missed', async () => {
    const { deliver, ben, conversationId, timeline, inbox } = await openHand()
    const first = timeline.get().rows[0]?.id ?? ''
    await ben.messages.retract({ messageId: first })
    await say(ben, conversationId, [2, 3])
    deliver({ type: 'resync', cursor: 'c2' })
    await shows(timeline, ({ rows }) => rows.length === 3)
    expect(bodies(timeline.get().rows)).toEqual([null, '2', '3'])
    await shows(inbox, ({ conversations }) => conversations[0]?.lastMessage?.body === '3')
    expect(timeline.get().conversation?.me.unread).toEqual({ count: 2, capped: false })
  })

  it('fills a gap that shows when a message follows on none that is known', async () => {
    const { deliver, ben, conversationId, timeline, changesSince } = await openHand()
    await say(ben, conversationId, [2, 3])
    const changes = await changesSince(() => say(ben, conversationId, [4]))
    deliver({ type: 'changes', changes, profiles: [], cursor: 'c2' })
    await shows(timeline, ({ rows, after }) => rows.length === 4 && after === 'end')
    expect(bodies(timeline.get().rows)).toEqual(['1', '2', '3', '4'])
  })

  it('takes what it is told twice, late and in any order as if it was only once', async () => {
    const { deliver, ben, conversationId, timeline, changesSince } = await openHand()
    const [one = ''] = timeline.get().rows.map(({ id }) => id)
    const changes = await changesSince(async () => {
      await ben.messages.edit({ messageId: one, body: 'once' })
      await ben.messages.edit({ messageId: one, body: 'twice' })
      await say(ben, conversationId, [2])
    })
    for (const told of [changes, changes.toReversed(), changes])
      deliver({ type: 'changes', changes: told, profiles: [], cursor: 'c2' })
    await shows(timeline, ({ rows }) => rows.length === 2)
    expect(bodies(timeline.get().rows)).toEqual(['twice', '2'])
    expect(timeline.get().conversation?.me.unread.count).toBe(2)
  })

  it('goes on from where it was after a failure that passes', async () => {
    const { world, deliver, fail, opened } = await openHand()
    deliver({ type: 'changes', changes: [], profiles: [], cursor: 'c7' })
    fail(new MsgError('unavailable', 'for now'))
    await eventually(() => {
      world.clock.advance(1_000)
      expect(opened.at(1)).toBe('c7')
    })
  })

  it('begins anew, and loads again, when its place in the log is no longer one', async () => {
    const { world, fail, opened, ben, conversationId, timeline } = await openHand()
    await say(ben, conversationId, [2])
    fail(new MsgError('invalid_cursor', 'of another life'))
    await eventually(() => {
      world.clock.advance(1_000)
      expect(opened).toHaveLength(2)
    })
    expect(opened.at(1)).not.toBe('c1')
    expect(bodies((await shows(timeline, ({ rows }) => rows.length === 2)).rows)).toEqual(['1', '2'])
  })

  it('ends when the session is over, and says so', async () => {
    const { fail, views, timeline } = await openHand()
    fail(new MsgError('unauthenticated', 'over'))
    expect(await shows(views.live, ({ state }) => state === 'ended')).toMatchObject({ error: 'unauthenticated' })
    expect(bodies(timeline.get().rows)).toEqual(['1'])
  })
})
