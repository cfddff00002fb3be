import { fakeClock } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { createLadder } from '../src/live/ladder.ts'
import type { Carrier } from '../src/live/transport.ts'

const carrierOf = (name: Carrier['name']): Carrier => ({
  name,
  isLate: false,
  open: () => expect.fail('nothing is opened'),
})

const [socket, stream, polling] = [carrierOf('websocket'), carrierOf('sse'), carrierOf('polling')]

/** A ladder of all three. */
const ladderOf = (carriers: readonly Carrier[] = [socket, stream, polling]) => {
  const clock = fakeClock()
  return { clock, ladder: createLadder(carriers, clock) }
}

describe('a ladder', () => {
  it('counts what broke until something is live', () => {
    const { ladder } = ladderOf()
    expect(ladder.learn(socket, 'broken')).toBe(false)
    expect(ladder.learn(socket, undefined)).toBe(false)
    ladder.settle(socket)
    expect(ladder.learn(socket, 'broken')).toBe(false)
    expect(ladder.learn(socket, undefined)).toBe(false)
    expect(ladder.learn(socket, 'broken')).toBe(true)
    expect(ladder.current()).toBe(stream)
  })

  it('is not stepped down from the top where one broke once, however long after it was live', () => {
    const { clock, ladder } = ladderOf()
    ladder.settle(socket)
    clock.advance(3_600_000)
    expect(ladder.current()).toBe(socket)
    expect(ladder.learn(socket, 'broken')).toBe(false)
    expect(ladder.current()).toBe(socket)
  })

  it.each(['refused', 'stuck'] as const)('is stepped down at once where one is %s', (blame) => {
    const { ladder } = ladderOf()
    expect(ladder.learn(socket, blame)).toBe(true)
    expect(ladder.learn(stream, blame)).toBe(true)
    expect(ladder.current()).toBe(polling)
  })

  it('leads back to what was live last where nothing gets through, and each has one try from then on', () => {
    const { ladder } = ladderOf()
    ladder.learn(socket, 'refused')
    ladder.settle(stream)
    expect(ladder.learn(stream, 'broken')).toBe(false)
    for (let round = 0; round < 3; round += 1) {
      expect(ladder.learn(stream, 'broken')).toBe(true)
      expect(ladder.learn(polling, 'broken')).toBe(false)
      expect(ladder.current()).toBe(stream)
    }
    ladder.settle(stream)
    expect(ladder.learn(stream, 'broken')).toBe(false)
    expect(ladder.current()).toBe(stream)
  })

  it('leads to the top where nothing was ever live', () => {
    const { ladder } = ladderOf()
    for (const carrier of [socket, stream, polling]) ladder.learn(carrier, 'refused')
    expect(ladder.current()).toBe(socket)
  })

  it('stays on the last rung where that was live, and tries the top again after a minute', () => {
    const { ladder, clock } = ladderOf()
    ladder.learn(socket, 'refused')
    ladder.learn(stream, 'refused')
    ladder.settle(polling)
    expect(ladder.learn(polling, 'broken')).toBe(false)
    expect(ladder.current()).toBe(polling)
    clock.advance(59_999)
    expect(ladder.current()).toBe(polling)
    clock.advance(1)
    expect(ladder.current()).toBe(socket)
    expect(ladder.learn(socket, 'broken')).toBe(true)
    expect(ladder.current()).toBe(stream)
  })

  it('has what was live last tried at once by all that is live below it, until one has', () => {
    const { ladder } = ladderOf()
    expect(ladder.settle(socket)).toBe(60_000)
    ladder.learn(socket, 'refused')
    ladder.learn(stream, 'refused')
    expect(ladder.settle(polling)).toBe(0)
    expect(ladder.settle(polling)).toBe(0)
    expect(ladder.climb(polling)).toBe(60_000)
    expect(ladder.current()).toBe(polling)
    expect(ladder.settle(polling)).toBe(60_000)
  })

  it('is not climbed again at once where what was climbed to fails', () => {
    const { ladder } = ladderOf()
    ladder.settle(socket)
    ladder.learn(socket, 'refused')
    expect(ladder.settle(stream)).toBe(0)
    ladder.climb(stream, socket)
    expect(ladder.current()).toBe(socket)
    expect(ladder.learn(socket, 'refused')).toBe(true)
    expect(ladder.settle(stream)).toBe(60_000)
  })

  it('is climbed after a minute where nothing better was ever live', () => {
    const { ladder } = ladderOf()
    ladder.learn(socket, 'refused')
    expect(ladder.settle(stream)).toBe(60_000)
  })

  it('is one for all links: what one has learnt, the others are told, and nobody goes round in circles', () => {
    const { ladder } = ladderOf([stream, polling])
    expect(ladder.learn(stream, 'refused')).toBe(true)
    expect(ladder.learn(stream, 'refused')).toBe(true)
    expect(ladder.learn(polling, 'broken')).toBe(false)
    expect(ladder.current()).toBe(stream)
    expect(ladder.learn(polling, 'broken')).toBe(false)
    expect(ladder.current()).toBe(stream)
  })

  it('loses what cannot be had here once, however many links find out', () => {
    const { ladder } = ladderOf()
    ladder.learn(socket, 'refused')
    expect(ladder.learn(stream, 'unable')).toBe(true)
    expect(ladder.learn(stream, 'unable')).toBe(true)
    expect(ladder.current()).toBe(polling)
    expect(ladder.above(polling)).toEqual([socket])
    ladder.learn(socket, 'unable')
    expect(ladder.current()).toBe(polling)
    expect(ladder.learn(polling, 'unable')).toBe(false)
    expect(ladder.current()).toBeUndefined()
  })
})
