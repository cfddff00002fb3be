import { fakeTargets, project } from '@msg/testing'
import { describe, expect, it, vi } from 'vitest'
import { bodies, openWorld, say, shows } from './support.ts'

describe('a timeline of what I am no member of', () => {
  it('follows a channel as long as I may view its target', async () => {
    const targets = fakeTargets(['7'])
    targets.grant('ann', '7', 'view', 'post')
    targets.grant('ben', '7', 'view')
    const world = openWorld({ targets })
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.openChannel({ target: project('7') })
    await say(ann, conversationId, [1])
    const timeline = world.views(ben).timeline({ conversationId })
    await shows(timeline, ({ status }) => status === 'ready')
    await say(ann, conversationId, [2])
    expect(bodies((await shows(timeline, ({ rows }) => rows.length === 2)).rows)).toEqual(['1', '2'])
    targets.revoke('ben', '7', 'view')
    world.clock.advance(61_000)
    await say(ann, conversationId, ['not for ben'])
    await shows(timeline, ({ status }) => status === 'gone')
    expect(timeline.get().rows).toEqual([])
  })

  it('follows a public room before joining it, and after', async () => {
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.openRoom({ title: 'town square' })
    await say(ann, conversationId, [1])
    const timeline = world.views(ben).timeline({ conversationId })
    expect(await shows(timeline, ({ status }) => status === 'ready')).toMatchObject({
      conversation: { memberCount: 1, me: { status: 'none', can: { join: true, send: false } } },
    })
    await say(ann, conversationId, [2])
    await shows(timeline, ({ rows }) => rows.length === 2)
    await ben.members.join({ conversationId })
    await shows(timeline, ({ conversation }) => conversation?.me.can.send === true && conversation.memberCount === 2)
    timeline.send({ body: '3' })
    await shows(timeline, ({ rows }) => rows.length === 3 && rows.every(({ state }) => state === 'sent'))
    await say(ann, conversationId, [4])
    expect(bodies((await shows(timeline, ({ rows }) => rows.length === 4)).rows)).toEqual(['1', '2', '3', '4'])
    // Who leaves it reads on, like everybody.
    await ben.members.leave({ conversationId })
    await shows(timeline, ({ conversation }) => conversation?.me.status === 'left')
    await say(ann, conversationId, [5])
    expect(bodies((await shows(timeline, ({ rows }) => rows.length === 5)).rows).at(-1)).toBe('5')
  })

  it('asks for receipts only once I am in', async () => {
    const world = openWorld()
    const [ann, ben] = [world.session('ann'), world.session('ben')]
    const { id: conversationId } = await ann.conversations.openRoom({ title: 'town square' })
    const list = vi.fn<typeof ben.receipts.list>(ben.receipts.list)
    const timeline = world.views({ ...ben, receipts: { ...ben.receipts, list } }).timeline({ conversationId })
    await shows(timeline, ({ members }) => members?.length === 1)
    expect(list).not.toHaveBeenCalled()
    await ben.members.join({ conversationId })
    await shows(timeline, ({ receipts }) => receipts.has('ben'))
  })
})
