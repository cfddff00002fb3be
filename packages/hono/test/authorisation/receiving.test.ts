/** Who is told what, over every transport. */
import { channelId } from '@msg/core'
import { eventually, project } from '@msg/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { transports } from '../support/live.ts'
import type { OpenLive, TestLive } from '../support/live.ts'
import { field, serve } from '../support/serve.ts'
import { told, typing, watching } from './receiving.ts'
import type { Acting, Hearer } from './receiving.ts'
import { actors, makeWorld } from './world.ts'

const hearers = actors.filter((actor): actor is Hearer => actor !== 'anonymous')
const bearer = (actor: string) => ({ authorization: `Bearer ${actor}` })

/** Everything that happens to somebody, in the order of its coming. */
const happened = ({ frames }: TestLive): readonly unknown[] =>
  frames.flatMap((frame) => [field(frame, 'changes') ?? field(frame, 'signals') ?? []].flat())

/** A world that is served, with a connection of everybody. */
const listening = async (open: OpenLive) => {
  const world = await makeWorld()
  const { url } = await serve({ messaging: world.messaging })
  const acting: Acting = { ...world, as: (userId) => world.messaging.as(userId) }
  const lives = new Map<Hearer, TestLive>()
  const over = new Set<Hearer>()
  for (const actor of hearers) {
    const live = await open(url, { headers: bearer(actor) })
    await live.until('ready')
    lives.set(actor, live)
    void live.ended.finally(() => over.add(actor)).catch(() => {})
  }
  /** Who has been told of something of a type, once everything before has come through, or their connection is over. */
  const toldOf = async (type: string): Promise<readonly Hearer[]> => {
    const herald = world.messaging.as('herald')
    const { id } = await herald.conversations.startGroup({ userIds: hearers })
    const list: Hearer[] = []
    for (const [actor, live] of lives) {
      const hasCome = (): boolean => happened(live).some((one) => field(one, 'conversationId') === id)
      await eventually(() => expect(over.has(actor) || hasCome()).toBe(true))
      const others = happened(live).filter((one) => field(one, 'conversationId') !== id)
      if (others.some((one) => field(one, 'type') === type)) list.push(actor)
    }
    return list
  }
  return { url, world: acting, lives, toldOf }
}

describe.each(Object.entries(transports))('who is told over %s', (_, open) => {
  it.each(Object.entries(told))('%s', async (type, { act, to }) => {
    const { world, toldOf } = await listening(open)
    await act(world)
    expect((await toldOf(type)).toSorted()).toEqual(to.toSorted())
  })

  it('typing, by somebody whom one of them blocked', async () => {
    const { world, lives, toldOf } = await listening(open)
    await typing.act(world)
    for (const actor of typing.to) {
      const live = lives.get(actor)
      await live?.until('signals')
    }
    expect(await toldOf('typing')).toEqual(typing.to)
  })

  it('a revocation ends the connections of its user, who is told nothing any more, and nobody else', async () => {
    const { world, lives } = await listening(open)
    await world.messaging.revoke({ userId: 'stranger' })
    const others = [...lives].filter(([actor]) => actor !== 'stranger')
    await world.as('owner').messages.send({ conversationId: world.groupId, body: 'on' })
    await eventually(() => {
      for (const [actor, live] of others)
        expect(happened(live).length > 0).toBe(told['message.sent'].to.some((one) => one === actor))
    })
    expect([...lives].flatMap(([actor, live]) => (actor === 'stranger' ? happened(live) : []))).toEqual([])
  })

  it.each(Object.entries(watching))('a watch of a %s', async (place, expected) => {
    const world = await makeWorld()
    const { url } = await serve({ messaging: world.messaging })
    const herald = world.messaging.as('owner')
    await herald.conversations.openChannel({ target: project('1') })
    const ids: Readonly<Record<string, string>> = {
      group: world.groupId,
      direct: world.directId,
      room: world.roomId,
      channel: channelId(project('1')),
    }
    const outcomes: Record<string, unknown> = {}
    for (const actor of hearers) {
      const opened = open(url, { headers: bearer(actor), watch: ids[place] ?? '' })
      outcomes[actor] = await opened.then(
        async (live) => {
          onTestFinished(live.leave)
          return Promise.race([live.until('ready').then(() => 'ready'), live.ended])
        },
        (error: unknown) => field(error, 'cause'),
      )
    }
    expect(outcomes).toEqual(expected)
  })

  it('nobody is told anything whose credentials nobody knows, whatever they ask for', async () => {
    const world = await makeWorld()
    const { url } = await serve({ messaging: world.messaging })
    for (const headers of [{}, { authorization: 'Bearer' }, { authorization: 'Basic b3duZXI6' }])
      for (const watch of [undefined, world.roomId]) {
        const live = await open(url, { headers, ...(watch === undefined ? {} : { watch }) }).catch(() => null)
        expect(await (live?.ended ?? 'unauthenticated')).toBe('unauthenticated')
        expect(live?.frames.map((frame) => field(frame, 'type')) ?? ['error']).toEqual(
          expect.arrayContaining(['error']),
        )
      }
  })

  it("a second tenant goes on from nobody's cursor of the first, and another user from nobody else's", async () => {
    const [world, tenant] = [await makeWorld(), await makeWorld()]
    for (const [messaging, actor] of [
      [tenant.messaging, 'owner'],
      [world.messaging, 'member'],
    ] as const) {
      const { url } = await serve({ messaging })
      const opened = open(url, { headers: bearer(actor), after: world.cursors.get('owner') ?? '' })
      const code = await opened.then(
        ({ ended }) => ended,
        (error: unknown) => field(error, 'cause'),
      )
      expect(code).toBe('invalid_cursor')
    }
    await Promise.all([world.messaging.close(), tenant.messaging.close()])
  })
})
