import { MsgError } from '@msg/core'
import type { Change, Session } from '@msg/core'
import { eventually, upTo } from '@msg/testing'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { InboxSnapshot, InboxView, UnreadView } from '../../src/views/index.ts'
import { withHand } from './by-hand.ts'
import { cast, live, lives, livesOf } from './random-life.ts'
import type { Life, Step } from './random-life.ts'
import { openWorld, say, shows } from './support.ts'

const isReady = ({ status }: InboxSnapshot): boolean => status === 'ready'
const titles = ({ conversations }: InboxSnapshot): readonly (string | null)[] => conversations.map(({ title }) => title)

/** Ann in so many groups with Ben, the last one latest. */
const openGroups = async (count: number) => {
  const world = openWorld()
  const [ann, ben] = [world.session('ann'), world.session('ben')]
  const ids: string[] = []
  for (const n of upTo(count)) {
    const { id } = await ann.conversations.startGroup({ userIds: ['ben'], title: `${n}` })
    ids.push(id)
  }
  const idOf = (n: number): string => ids[n - 1] ?? ''
  return { world, ann, ben, idOf }
}

describe('an inbox', () => {
  it('shows my conversations, latest activity first, a page at a time', async () => {
    const { world, ann } = await openGroups(5)
    const inbox = world.views(ann).inbox({ pageSize: 2 })
    expect(inbox.get()).toMatchObject({ status: 'loading', conversations: [] })
    const first = await shows(inbox, isReady)
    expect(titles(first)).toEqual(['5', '4'])
    expect(first.after).toBe('more')
    expect([...first.profiles.keys()]).toEqual(['ann', 'ben'])
    await inbox.loadMore()
    await inbox.loadMore()
    expect(titles(inbox.get())).toEqual(['5', '4', '3', '2', '1'])
    expect(inbox.get().after).toBe('end')
  })

  it('is loading until all pages that were asked for are there', async () => {
    const { world, ann } = await openGroups(7)
    const inbox = world.views(ann).inbox({ pageSize: 2 })
    await shows(inbox, isReady)
    const seen: string[] = []
    inbox.subscribe(() => seen.push(`${titles(inbox.get()).length} ${inbox.get().after}`))
    seen.length = 0
    await Promise.all([inbox.loadMore(), inbox.loadMore()])
    expect(titles(inbox.get())).toHaveLength(6)
    expect(seen.at(-1)).toBe('6 more')
    expect(seen.slice(0, -1).filter((each) => !each.endsWith('loading'))).toEqual([])
  })

  it('says why it is not there yet', async () => {
    const { world, ann } = await openGroups(1)
    const list: Session['inbox']['list'] = async () => {
      throw new MsgError('unavailable', 'not now')
    }
    const inbox = world.views({ ...ann, inbox: { ...ann.inbox, list } }).inbox()
    void inbox.reload()
    await eventually(() => {
      void inbox.reload()
      expect(inbox.get()).toMatchObject({ status: 'loading', error: 'unavailable' })
    })
  })

  it('brings up what is spoken in, also from below what is shown, with what was said and what is unread', async () => {
    const { world, ann, ben, idOf } = await openGroups(4)
    const inbox = world.views(ann).inbox({ pageSize: 2 })
    await shows(inbox, isReady)
    await say(ben, idOf(3), ['hello'])
    const moved = await shows(inbox, (snapshot) => titles(snapshot)[0] === '3')
    expect(moved.conversations[0]).toMatchObject({ lastMessage: { body: 'hello' }, me: { unread: { count: 1 } } })
    await say(ben, idOf(1), ['you there?'])
    expect(titles(await shows(inbox, (snapshot) => titles(snapshot)[0] === '1'))).toEqual(['1', '3', '4'])
    await inbox.loadMore()
    expect(titles(inbox.get())).toEqual(['1', '3', '4', '2'])
  })

  it('keeps its order when it is told late of what was said before it was read', async () => {
    const { world, ann, ben, idOf } = await openGroups(4)
    const { cursor: after } = await ann.live.read({})
    for (const n of [1, 3, 4]) {
      world.clock.advance(60_000)
      await say(ben, idOf(n), ['hello'])
    }
    const { held, deliver } = withHand(ann)
    const inbox = world.views(held).inbox({ pageSize: 2 })
    expect(titles(await shows(inbox, isReady))).toEqual(['4', '3'])
    const { changes, profiles } = await ann.live.read({ after })
    for (const [index, change] of changes.entries())
      deliver({ type: 'changes', changes: [change], profiles, cursor: `${index}` })
    world.clock.advance(60_000)
    const late = await ben.messages.send({ conversationId: idOf(2), body: 'late' })
    const about = { conversationId: idOf(2), actor: 'ben', at: late.createdAt, revision: late.revision }
    const change: Change = { id: 'late', type: 'message.sent', ...about, subject: late }
    deliver({ type: 'changes', changes: [change], profiles, cursor: 'late' })
    await shows(inbox, (snapshot) => titles(snapshot)[0] === '2')
    await eventually(async () => {
      const { conversations } = await ann.inbox.list({})
      expect(inbox.get().conversations).toEqual(conversations.slice(0, inbox.get().conversations.length))
    })
    expect(titles(inbox.get()).slice(0, 3)).toEqual(['2', '4', '3'])
  })

  it('shows what begins, and lets go of what is left', async () => {
    const { world, ann, ben, idOf } = await openGroups(2)
    const inbox = world.views(ann).inbox()
    await shows(inbox, isReady)
    await ben.conversations.startGroup({ userIds: ['ann'], title: 'new' })
    await shows(inbox, (snapshot) => titles(snapshot)[0] === 'new')
    await ann.members.leave({ conversationId: idOf(2) })
    await ben.conversations.update({ conversationId: idOf(2), title: 'nobody' }).catch(() => {})
    expect(titles(await shows(inbox, ({ conversations }) => conversations.length === 2))).toEqual(['new', '1'])
  })

  it('of one kind leaves the others out, and asks about each of them once', async () => {
    const { world, ann, ben, idOf } = await openGroups(1)
    const direct = await ben.conversations.startDirect({ userId: 'ann' })
    const get = vi.fn<Session['conversations']['get']>(ann.conversations.get)
    const held = { ...ann, conversations: { ...ann.conversations, get } }
    const inbox = world.views(held).inbox({ kind: 'group' })
    expect(titles(await shows(inbox, isReady))).toEqual(['1'])
    await say(ben, direct.id, [1])
    await eventually(() => expect(get).toHaveBeenCalledTimes(1))
    await say(ben, direct.id, [2, 3])
    await say(ben, idOf(1), ['here'])
    const shown = await shows(inbox, ({ conversations }) => conversations[0]?.lastMessage?.body === 'here')
    expect(titles(shown)).toEqual(['1'])
    expect(get).toHaveBeenCalledTimes(1)
  })

  it('counts what is unread as it is read', async () => {
    const { world, ann, ben, idOf } = await openGroups(2)
    const views = world.views(ann)
    const [inbox, unread] = [views.inbox(), views.unread()]
    await shows(inbox, isReady)
    await say(ben, idOf(1), [1, 2, 3])
    await say(ben, idOf(2), [1])
    await eventually(() => {
      world.clock.advance(500)
      expect(unread.get()).toEqual({
        conversations: { count: 2, capped: false },
        messages: { count: 4, capped: false },
      })
    })
    await ann.receipts.markRead({ conversationId: idOf(1), seq: 2 })
    await shows(inbox, ({ conversations }) => conversations[1]?.me.unread.count === 1)
    await ann.receipts.markRead({ conversationId: idOf(1), seq: 3 })
    await eventually(() => {
      world.clock.advance(500)
      expect(unread.get()).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
    })
    expect(inbox.get().conversations.map(({ me }) => me.unread.count)).toEqual([1, 0])
  })
})

const expectFresh = async (views: readonly [InboxView, UnreadView], session: Session): Promise<void> => {
  const [inbox, unread] = views
  const { conversations } = await session.inbox.list({ limit: 100 })
  const { conversations: shown, after } = inbox.get()
  expect(shown).toEqual(after === 'end' ? conversations : conversations.slice(0, shown.length))
  expect(after).not.toBe('loading')
  expect(unread.get()).toEqual(await session.inbox.unread())
}

const runLife = async (steps: readonly Step[]): Promise<void> => {
  const world = openWorld()
  const sessions = cast.map(world.session)
  const [ann, ben, cat] = sessions
  if (ann === undefined || ben === undefined || cat === undefined) return
  const started = [
    await ann.conversations.startGroup({ userIds: ['ben', 'cat'] }),
    await cat.conversations.startGroup({ userIds: ['ben'] }),
    await ann.conversations.startGroup({ userIds: ['cat'] }),
    await ann.conversations.startDirect({ userId: 'ben' }),
  ]
  const life: Life = { sessions, conversationIds: started.map(({ id }) => id), messageIds: [], count: 0 }
  const views = world.views(ben)
  const [inbox, unread] = [views.inbox({ pageSize: 2 }), views.unread()]
  for (const step of steps) {
    world.clock.advance(step.draws[0] % 9 === 0 ? 60_000 : 7)
    if (step.act === 'more') void inbox.loadMore()
    else await live(life, step)
  }
  await eventually(async () => {
    world.clock.advance(500)
    await expectFresh([inbox, unread], ben)
  })
}

it(`${lives.numRuns} random histories: at rest an inbox shows what a fresh read finds`, async () => {
  const property = fc.asyncProperty(livesOf({ more: 4 }), runLife)
  await expect(fc.assert(property, lives)).resolves.toBeUndefined()
}, 300_000)
