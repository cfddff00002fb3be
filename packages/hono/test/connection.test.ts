import { createMessaging, MsgError, silentLogger } from '@msg/core'
import type { LiveEvent } from '@msg/core'
import { boundCursor, closeCodes, closeReason, heartbeat, socketLimits } from '@msg/contract'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it, vi } from 'vitest'
import { createCrowd } from '../src/live/crowd.ts'
import { endlessly, failing, feeding, hello, open, types, until, untilClosed } from './support/open.ts'
import type { Opened } from './support/open.ts'
import { field, textOf } from './support/serve.ts'

describe('a live connection', () => {
  it('greets, replays, says ready and goes on', async () => {
    const opened = open()
    const { messaging } = opened.gate
    const alice = messaging.as('alice')
    const { cursor } = await messaging.as('bob').live.read()
    const direct = await alice.conversations.startDirect({ userId: 'bob' })
    opened.connection.receive(hello({ after: cursor }))
    await until(opened, 'ready')
    expect(types(opened)).toEqual(['hello', 'changes', 'ready'])
    expect(opened.said[0]).toMatchObject({ heartbeat: 25 })
    await alice.messages.send({ conversationId: direct.id, body: 'live' })
    await eventually(() => expect(opened.said).toHaveLength(4))
    expect(opened.said[3]).toMatchObject({
      type: 'changes',
      changes: [{ type: 'message.sent', subject: { body: 'live' } }],
    })
    const after = boundCursor(textOf(opened.said[3], 'cursor'), textOf(opened.said[0], 'tag'))
    expect(await messaging.as('bob').live.read({ after })).toMatchObject({ changes: [] })
  })

  it('is a watch of the conversation that its hello names, for as long as that is there to see', async () => {
    const opened = open()
    const { messaging } = opened.gate
    const alice = messaging.as('alice')
    const { id: watch } = await alice.conversations.openRoom({ title: 'hall' })
    await alice.messages.send({ conversationId: watch, body: 'before' })
    opened.connection.receive(hello({ watch }))
    await until(opened, 'ready')
    expect(types(opened)).toEqual(['hello', 'ready'])
    await alice.messages.send({ conversationId: watch, body: 'live' })
    await until(opened, 'changes')
    expect(opened.said[2]).toMatchObject({ changes: [{ type: 'message.sent', subject: { body: 'live' } }] })
    await alice.conversations.update({ conversationId: watch, visibility: 'private' })
    await untilClosed(opened)
    expect(opened.said.at(-1)).toEqual({ type: 'error', code: 'not_found' })
    expect(opened.closed).toEqual([{ code: closeCodes.refused, reason: '' }])
  })

  it('is closed as invalid when its hello asks for a watch with a past, or of what is no id', async () => {
    const { id } = await createMessaging().as('alice').conversations.openRoom({})
    for (const more of [{ watch: id, after: 'cursor' }, { watch: 'hall' }, { watch: [id] }]) {
      const opened = open()
      opened.connection.receive(hello(more))
      expect(opened.closed).toEqual([{ code: closeCodes.invalid, reason: '' }])
    }
  })

  it('takes no hello after its end, and leaves nothing behind', async () => {
    const beating = new Set<() => void>()
    const opened = open({
      pulse(task) {
        beating.add(task)
        return () => void beating.delete(task)
      },
    })
    const ticket = await opened.gate.tickets.issue({ identity: { userId: 'bob' }, origin: null })
    opened.connection.receive('nonsense')
    opened.connection.receive(hello({ ticket }))
    expect(opened.closed).toHaveLength(1)
    expect(beating.size).toBe(0)
    expect(await opened.gate.tickets.take(ticket)).toMatchObject({ identity: { userId: 'bob' } })
  })

  it('is closed when nobody says hello in time, and not when they do', async () => {
    const silent = open()
    silent.clock.advance(heartbeat.hello * 1_000 - 1)
    expect(silent.closed).toEqual([])
    silent.clock.advance(1)
    expect(silent.closed).toEqual([{ code: closeCodes.timeout, reason: '' }])
    const polite = open()
    polite.connection.receive(hello())
    await until(polite, 'ready')
    polite.clock.advance(heartbeat.hello * 1_000)
    expect(polite.closed).toEqual([])
  })

  it('pings every 25 seconds and is dead after 60 of silence', async () => {
    const opened = open()
    opened.connection.receive(hello())
    await until(opened, 'ready')
    opened.clock.advance(50_000)
    expect(types(opened).filter((type) => type === 'ping')).toHaveLength(2)
    opened.connection.receive('{"type":"pong"}')
    opened.clock.advance(59_999)
    expect(opened.closed).toEqual([])
    opened.clock.advance(1)
    expect(opened.closed).toEqual([{ code: closeCodes.timeout, reason: '' }])
  })

  it('is dead as soon after the clock was set back', async () => {
    const opened = open()
    opened.connection.receive(hello())
    await until(opened, 'ready')
    const { now } = opened.clock
    vi.spyOn(opened.clock, 'now').mockImplementation(() => now() - 3_600_000)
    opened.clock.advance((heartbeat.silence + heartbeat.ping) * 1_000)
    expect(opened.closed).toEqual([{ code: closeCodes.timeout, reason: '' }])
  })

  it('answers a ping', async () => {
    const opened = open()
    opened.connection.receive('{"type":"ping"}')
    expect(opened.said).toEqual([{ type: 'pong' }])
  })

  it('answers no pings of who does not take the answers', () => {
    const opened = open()
    opened.waiting = socketLimits.buffer + 1
    for (let count = 0; count < 1_000; count += 1) opened.connection.receive('{"type":"ping"}')
    expect(opened.said).toEqual([])
  })

  it.each([
    ['no JSON', '{'],
    ['an unknown type', '{"type":"subscribe"}'],
    ['an unknown field', '{"type":"hello","userId":"alice"}'],
    ['an array', '[]'],
    ['too much', hello({ after: 'x'.repeat(socketLimits.frame) })],
    ['binary', new ArrayBuffer(8)],
    ['a NUL in the cursor', hello({ after: '\0' })],
  ])('is closed as invalid on %s', async (_, data) => {
    const opened = open()
    opened.connection.receive(data)
    expect(opened.said).toEqual([{ type: 'error', code: 'invalid' }])
    expect(opened.closed).toEqual([{ code: closeCodes.invalid, reason: '' }])
  })

  it('is closed with a reason, and nothing is logged, whatever a hello is made of', async () => {
    const lines: unknown[] = []
    const logger = { ...silentLogger(), error: (line: unknown) => void lines.push(line) }
    const values = [
      null,
      true,
      0,
      1e300,
      '',
      '\0',
      '\ud800',
      'x'.repeat(60_000),
      [],
      ['x'],
      {},
      { toString: null },
    ] as const
    const frames = ['type', 'ticket', 'after', 'watch', 'userId', '__proto__'].flatMap((name) =>
      values.map((value) => `{"type":"hello",${JSON.stringify(name)}:${JSON.stringify(value)}}`),
    )
    for (const frame of frames) {
      const opened = open({ logger })
      opened.connection.receive(frame)
      await untilClosed(opened)
      expect(['invalid', 'invalid_cursor', 'unauthenticated']).toContain(field(opened.said.at(-1), 'code'))
    }
    expect(lines).toEqual([])
  })

  it('is closed as invalid on a second hello', async () => {
    const opened = open()
    opened.connection.receive(hello())
    await until(opened, 'ready')
    opened.connection.receive(hello())
    expect(opened.closed).toEqual([{ code: closeCodes.invalid, reason: '' }])
  })

  it('refuses a cursor that never was one of this user', async () => {
    const messaging = createMessaging()
    const { cursor } = await messaging.as('alice').live.read()
    for (const after of [cursor, 'nonsense', `${cursor}x`]) {
      const opened = open({ messaging })
      opened.connection.receive(hello({ after }))
      await untilClosed(opened)
      expect(opened.said.at(-1)).toEqual({ type: 'error', code: 'invalid_cursor' })
      expect(opened.closed).toEqual([{ code: closeCodes.invalid, reason: '' }])
    }
  })

  it('lets nobody in without a ticket or credentials', async () => {
    for (const more of [{}, { ticket: 'made up' }]) {
      const opened = open({ identity: null })
      opened.connection.receive(hello(more))
      await untilClosed(opened)
      expect(opened.said).toEqual([{ type: 'error', code: 'unauthenticated' }])
      expect(opened.closed).toEqual([{ code: closeCodes.unauthenticated, reason: '' }])
    }
  })

  it('ends with the session it was opened with', async () => {
    const clock = fakeClock()
    const identity = { userId: 'bob', expiresAt: new Date(clock.now() + 40_000) }
    const opened = open({ identity, clock })
    opened.connection.receive(hello())
    await until(opened, 'ready')
    clock.advance(39_999)
    expect(opened.closed).toEqual([])
    clock.advance(1)
    expect(opened.said.at(-1)).toEqual({ type: 'error', code: 'unauthenticated' })
    expect(opened.closed).toEqual([{ code: closeCodes.unauthenticated, reason: '' }])
  })

  it('ends at once when the sessions of its user are revoked', async () => {
    const opened = open()
    opened.connection.receive(hello())
    await until(opened, 'ready')
    await opened.gate.messaging.revoke({ userId: 'alice' })
    await opened.gate.messaging.revoke({ userId: 'bob' })
    await untilClosed(opened)
    expect(types(opened)).toEqual(['hello', 'ready', 'error'])
    expect(opened.said[2]).toEqual({ type: 'error', code: 'unauthenticated' })
    expect(opened.closed).toEqual([{ code: closeCodes.unauthenticated, reason: '' }])
  })

  it('outlives the longest timer of the platform when its session does', async () => {
    const clock = fakeClock()
    const after = vi.spyOn(clock, 'after')
    const opened = open({ identity: { userId: 'bob', expiresAt: new Date(clock.now() + 90 * 86_400_000) }, clock })
    opened.connection.receive(hello())
    await until(opened, 'ready')
    expect(Math.max(...after.mock.calls.map(([milliseconds]) => milliseconds))).toBe(2 ** 31 - 1)
  })

  it('is one of at most 50 of a user, and makes room when it ends', async () => {
    const crowd = createCrowd()
    const messaging = createMessaging()
    const connections: Opened[] = []
    for (let count = 0; count < socketLimits.perUser; count += 1) {
      const opened = open({ crowd, messaging })
      opened.connection.receive(hello())
      await until(opened, 'ready')
      connections.push(opened)
    }
    const surplus = open({ crowd, messaging })
    surplus.connection.receive(hello())
    await untilClosed(surplus)
    expect(surplus.closed).toEqual([{ code: closeCodes.crowded, reason: '' }])
    const other = open({ crowd, messaging, identity: { userId: 'alice' } })
    other.connection.receive(hello())
    await until(other, 'ready')
    connections[0]?.connection.closed()
    const next = open({ crowd, messaging })
    next.connection.receive(hello())
    await until(next, 'ready')
  })

  it('gives a reader who takes nothing no more than the buffer holds, then gives them up', async () => {
    const opened = open({ messaging: feeding(endlessly({ type: 'ready', cursor: 'c' })) })
    opened.waiting = socketLimits.buffer + 1
    opened.connection.receive(hello())
    await eventually(() => {
      opened.clock.advance(2_500)
      expect(opened.closed).toEqual([{ code: closeCodes.slow, reason: '' }])
    })
    expect(types(opened)).not.toContain('ready')
  })

  it('gives a reader who takes nothing up as soon where the clock was set back meanwhile', async () => {
    const opened = open({ messaging: feeding(endlessly({ type: 'ready', cursor: 'c' })) })
    opened.waiting = socketLimits.buffer + 1
    const waits = vi.spyOn(opened.clock, 'after')
    opened.connection.receive(hello())
    await eventually(() => expect(waits).toHaveBeenCalledWith(50, expect.anything()))
    const { now } = opened.clock
    vi.spyOn(opened.clock, 'now').mockImplementation(() => now() - 3_600_000)
    for (let looks = 0; looks < 200 && opened.closed.length === 0; looks += 1) {
      opened.clock.advance(50)
      await Promise.resolve()
    }
    expect(opened.closed).toEqual([{ code: closeCodes.slow, reason: '' }])
  })

  it('waits for a reader who is only slow', async () => {
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    async function* two(): AsyncGenerator<LiveEvent, void, void> {
      yield { type: 'ready', cursor: 'c' }
      await ended
    }
    const opened = open({ messaging: feeding(two()) })
    opened.waiting = socketLimits.buffer + 1
    opened.connection.receive(hello())
    await Promise.resolve()
    opened.clock.advance(4_000)
    opened.waiting = 0
    await eventually(() => {
      opened.clock.advance(50)
      expect(types(opened)).toContain('ready')
    })
    expect(opened.closed).toEqual([])
    end()
  })

  it('is told to come back when the engine closes', async () => {
    const opened = open()
    opened.connection.receive(hello())
    await until(opened, 'ready')
    await opened.gate.messaging.close()
    await untilClosed(opened)
    expect(opened.closed).toEqual([{ code: closeCodes.restarting, reason: closeReason(1) }])
  })

  it('tells nothing of what went wrong inside, and logs it', async () => {
    const lines: string[] = []
    const logger = { ...silentLogger(), error: (message: string) => void lines.push(message) }
    const opened = open({ messaging: feeding(failing(new TypeError('secret'))), logger })
    opened.connection.receive(hello())
    await untilClosed(opened)
    expect(opened.said.at(-1)).toEqual({ type: 'error', code: 'unavailable' })
    expect(opened.closed).toEqual([{ code: closeCodes.failed, reason: '' }])
    expect(lines).toEqual(['a live connection failed'])
  })

  it('passes on the code of a failure of the engine', async () => {
    const opened = open({ messaging: feeding(failing(new MsgError('busy', 'too much'))) })
    opened.connection.receive(hello())
    await untilClosed(opened)
    expect(opened.said.at(-1)).toEqual({ type: 'error', code: 'busy' })
  })

  it('makes the text of an event once, however many get it', async () => {
    const event = { type: 'changes', changes: [], profiles: [], cursor: 'c' } as const
    const parts = {
      ...event,
      get changes() {
        made += 1
        return []
      },
    }
    let made = 0
    const forever = new Promise<void>(() => {})
    async function* once(): AsyncGenerator<LiveEvent, void, void> {
      yield parts
      await forever
    }
    const opened = [open({ messaging: feeding(once()) }), open({ messaging: feeding(once()) })]
    for (const one of opened) {
      one.connection.receive(hello())
      await until(one, 'changes')
    }
    expect(made).toBe(1)
  })
})
