import { socketLimits } from '@msg/contract'
import { fakeClock } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { memoryTickets } from '../src/live/ticket.ts'
import { hello, open, until } from './support/open.ts'

describe('a ticket', () => {
  const bob = { identity: { userId: 'bob' }, origin: null }

  it('is worth something once, within 30 seconds', async () => {
    const clock = fakeClock()
    const tickets = memoryTickets(clock)
    const [first, second] = [await tickets.issue(bob), await tickets.issue(bob)]
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(first).not.toBe(second)
    expect(await tickets.take(first)).toEqual(bob)
    expect(await tickets.take(first)).toBeUndefined()
    clock.advance(socketLimits.ticket * 1_000)
    expect(await tickets.take(second)).toBeUndefined()
    const third = await tickets.issue(bob)
    clock.advance(socketLimits.ticket * 1_000 - 1)
    expect(await tickets.take(third)).toEqual(bob)
  })

  it('pushes out the oldest of the same user beyond 50, nobody else’s', async () => {
    const tickets = memoryTickets(fakeClock())
    const alices = await tickets.issue({ ...bob, identity: { userId: 'alice' } })
    const first = await tickets.issue(bob)
    for (let count = 0; count < socketLimits.perUser; count += 1) await tickets.issue(bob)
    expect(await tickets.take(first)).toBeUndefined()
    expect(await tickets.take(alices)).toBeDefined()
  })

  it('is of one origin and one user', async () => {
    const clock = fakeClock()
    const tickets = memoryTickets(clock)
    const origin = 'https://app.example'
    const cases = [
      [{ origin }, { ...bob, origin }, true],
      [{ origin: 'https://evil.example' }, { ...bob, origin }, false],
      [{ origin: null }, { ...bob, origin }, false],
      [{ origin }, bob, true],
      [{ identity: { userId: 'alice' } }, bob, false],
    ] as const
    for (const [gate, grant, admitted] of cases) {
      const opened = open({ identity: null, tickets, clock, ...gate })
      opened.connection.receive(hello({ ticket: await tickets.issue(grant) }))
      await until(opened, admitted ? 'ready' : 'error')
      expect(opened.closed).toHaveLength(admitted ? 0 : 1)
    }
  })
})
