import { socketLimits } from '@msg/contract'
import { fakeClock } from '@msg/testing'
import { createMessaging } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ticketsOf } from '../src/live/ticket.ts'
import type { Tickets } from '../src/live/ticket.ts'
import { hello, open, until } from './support/open.ts'

/** Tickets of two nodes on one store, and a clock to move. */
const twoNodes = () => {
  const clock = fakeClock()
  const store = createMemoryStore({ clock })
  const nodes = [createMessaging({ store }), createMessaging({ store })] as const
  onTestFinished(async () => {
    for (const node of nodes) await node.close()
  })
  const tickets: readonly [Tickets, Tickets] = [ticketsOf(nodes[0]), ticketsOf(nodes[1])]
  return { clock, nodes, tickets }
}

describe('a ticket', () => {
  const bob = { identity: { userId: 'bob' }, origin: null }

  it('is worth something once, within 30 seconds', async () => {
    const {
      clock,
      tickets: [tickets],
    } = twoNodes()
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

  it('is worth something on every node, once in all, with the session it was bought in', async () => {
    const { tickets } = twoNodes()
    const [one, other] = tickets
    const bought = {
      identity: { userId: 'bob', expiresAt: new Date('2027-01-01T00:00:00Z') },
      origin: 'https://app.example',
    }
    const ticket = await one.issue(bought)
    expect(await other.take(ticket)).toEqual(bought)
    expect(await one.take(ticket)).toBeUndefined()
  })

  it('is worthless once the sessions of its user were revoked, on any node', async () => {
    const {
      nodes,
      tickets: [one, other],
    } = twoNodes()
    const [before, alices] = [await one.issue(bob), await one.issue({ ...bob, identity: { userId: 'alice' } })]
    await nodes[1].revoke({ userId: 'bob' })
    expect(await other.take(before)).toBeUndefined()
    expect(await other.take(alices)).toBeDefined()
    expect(await other.take(await one.issue(bob))).toEqual(bob)
  })

  it('pushes out the oldest of the same user beyond 50, nobody else’s', async () => {
    const {
      tickets: [tickets],
    } = twoNodes()
    const alices = await tickets.issue({ ...bob, identity: { userId: 'alice' } })
    const first = await tickets.issue(bob)
    for (let count = 0; count < socketLimits.perUser; count += 1) await tickets.issue(bob)
    expect(await tickets.take(first)).toBeUndefined()
    expect(await tickets.take(alices)).toBeDefined()
  })

  it('is of one origin and one user', async () => {
    const {
      clock,
      tickets: [tickets],
    } = twoNodes()
    const origin = 'https://app.example'
    const cases = [
      [{ origin }, { ...bob, origin }, true],
      [{ origin: 'https://evil.example' }, { ...bob, origin }, false],
      [{ origin: null }, { ...bob, origin }, false],
      [{ origin }, bob, true],
      [{ identity: { userId: 'bob' } }, bob, true],
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
