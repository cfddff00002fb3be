import type { Session } from '@msg/core'
import { eventually } from '@msg/testing'
import { describe, expect, it, vi } from 'vitest'
import type { TypingSnapshot, TypingView } from '../../src/views/index.ts'
import { openWorld, shows } from './support.ts'

const names = ({ userIds }: TypingSnapshot): string => userIds.join()

/** Ann's view of the typing in a group with Ben and Cat. */
const openGroup = async () => {
  const world = openWorld()
  const [ann, ben, cat] = [world.session('ann'), world.session('ben'), world.session('cat')]
  const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben', 'cat'] })
  /** A view that nobody's typing escapes from now on. */
  const look = async (session: Session): Promise<TypingView> => {
    const views = world.views(session)
    const typing = views.typing({ conversationId })
    await shows(views.live, ({ state }) => state === 'live')
    return typing
  }
  return { world, ann, ben, cat, conversationId, look, annSees: await look(ann), benSees: await look(ben) }
}

describe('typing', () => {
  it('shows who types until they stop, or say something', async () => {
    const { world, ben, cat, annSees, conversationId } = await openGroup()
    await ben.live.typing({ conversationId, typing: true })
    await cat.live.typing({ conversationId, typing: true })
    await shows(annSees, (snapshot) => names(snapshot) === 'ben,cat')
    await ben.messages.send({ conversationId, body: 'said' })
    await shows(annSees, (snapshot) => names(snapshot) === 'cat')
    world.clock.advance(2_000)
    await cat.live.typing({ conversationId, typing: false })
    expect(names(await shows(annSees, (snapshot) => names(snapshot) === ''))).toBe('')
  })

  it('is shown for six seconds and no longer, unless it is said again', async () => {
    const { world, ben, annSees, conversationId } = await openGroup()
    await ben.live.typing({ conversationId, typing: true })
    await shows(annSees, (snapshot) => names(snapshot) === 'ben')
    world.clock.advance(5_999)
    expect(names(annSees.get())).toBe('ben')
    world.clock.advance(1)
    expect(names(annSees.get())).toBe('')
  })

  it('is said as often where the clock was set back meanwhile', async () => {
    const { world, ben, look } = await openGroup()
    const typing = vi.fn<Session['live']['typing']>(ben.live.typing)
    const benSees = await look({ ...ben, live: { ...ben.live, typing } })
    benSees.typed()
    const { now } = world.clock
    vi.spyOn(world.clock, 'now').mockImplementation(() => now() - 3_600_000)
    world.clock.advance(3_000)
    benSees.typed()
    expect(typing).toHaveBeenCalledTimes(2)
  })

  it('is said now and then while I type, and shown to others, never to me', async () => {
    const { world, annSees, benSees } = await openGroup()
    benSees.typed()
    await shows(annSees, (snapshot) => names(snapshot) === 'ben')
    const said = vi.spyOn(world.clock, 'after')
    world.clock.advance(2_900)
    benSees.typed()
    world.clock.advance(2_900)
    benSees.typed()
    // Said again: it is shown for another six seconds.
    await eventually(() => expect(said.mock.calls.map(([milliseconds]) => milliseconds)).toContain(6_000))
    world.clock.advance(5_000)
    expect([names(annSees.get()), names(benSees.get())]).toEqual(['ben', ''])
    benSees.stopped()
    expect(names(await shows(annSees, (snapshot) => names(snapshot) === ''))).toBe('')
  })

  it('of whom one stopped following moves nothing', async () => {
    const { ben, annSees, benSees, conversationId, look, cat } = await openGroup()
    const other = await look(cat)
    annSees.close()
    await ben.live.typing({ conversationId, typing: true })
    await shows(other, (snapshot) => names(snapshot) === 'ben')
    expect([names(annSees.get()), names(benSees.get())]).toEqual(['', ''])
  })
})
