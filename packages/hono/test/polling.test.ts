import { getEventListeners } from 'node:events'
import { boundCursor, socketLimits } from '@msg/contract'
import { createMessaging } from '@msg/core'
import type { Messaging } from '@msg/core'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { typesOf } from './support/live.ts'
import { authenticate, field, textOf } from './support/serve.ts'

/** A mount without WebSockets, and bob who polls it. */
const polled = () => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  return polledOf(messaging, fakeClock())
}

const polledOf = (messaging: Messaging, clock: ReturnType<typeof fakeClock>) => {
  const app = mountMessaging(messaging, { authenticate, clock })
  const poll = async (body: object, headers: Record<string, string> = { authorization: 'Bearer bob' }) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
    const response = await app.request('http://here/live/poll', { ...init, body: JSON.stringify(body) })
    const answer: unknown = await response.json()
    const frames = field(answer, 'frames')
    return { status: response.status, answer, frames: Array.isArray(frames) ? frames : [] }
  }
  return { clock, messaging, app, poll }
}

/** Where the next poll goes on. */
const cursorOf = (frames: readonly unknown[]): string =>
  boundCursor(textOf(frames.at(-1), 'cursor'), textOf(frames[0], 'tag'))

const sendTo = async (messaging: Messaging, bodies: readonly string[]): Promise<void> => {
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  for (const body of bodies) await alice.messages.send({ conversationId, body })
}

describe('a poll', () => {
  it('answers at once where to go on, and what was missed', async () => {
    const { messaging, poll } = polled()
    const first = await poll({})
    expect(typesOf(first.frames)).toEqual(['hello', 'ready'])
    await sendTo(messaging, ['one', 'two'])
    const second = await poll({ after: cursorOf(first.frames) })
    expect(typesOf(second.frames)).toEqual(['hello', 'changes', 'ready'])
    expect(await messaging.as('bob').live.read({ after: cursorOf(second.frames) })).toMatchObject({ changes: [] })
  })

  it('waits for something to happen, and answers with it', async () => {
    const { messaging, poll } = polled()
    await sendTo(messaging, [])
    const after = cursorOf((await poll({})).frames)
    let answered = false
    const waiting = poll({ after }).finally(() => (answered = true))
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(answered).toBe(false)
    await sendTo(messaging, ['hello'])
    expect(typesOf((await waiting).frames)).toEqual(['hello', 'ready', 'changes'])
  })

  it('tells what was signalled in the millisecond of the poll before', async () => {
    const clock = fakeClock()
    const messaging = createMessaging({ clock })
    onTestFinished(() => messaging.close())
    const { poll } = polledOf(messaging, clock)
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const { answer, frames } = await poll({})
    await alice.live.typing({ conversationId, typing: true })
    const next = await poll({ after: cursorOf(frames), heard: field(answer, 'heard'), wait: 0 })
    expect(typesOf(next.frames)).toContain('signals')
  })

  it.each([
    [undefined, 25_000],
    [3, 3_000],
  ])('says that nothing happened, asked to wait %s seconds', async (wait, milliseconds) => {
    const { clock, poll } = polled()
    const after = cursorOf((await poll({ wait: 0 })).frames)
    const since = clock.now()
    const waiting = poll({ after, ...(wait === undefined ? {} : { wait }) })
    let answer: Awaited<typeof waiting> | undefined
    void waiting.then((given) => (answer = given))
    await eventually(() => {
      if (answer === undefined) clock.advance(500)
      expect(answer).toBeDefined()
    })
    expect(typesOf(answer?.frames ?? [])).toEqual(['hello', 'ready'])
    expect(clock.now() - since).toBeGreaterThanOrEqual(milliseconds)
  })

  it('of one conversation answers with what happens there, and with 404 where there is nothing to see', async () => {
    const { messaging, poll } = polled()
    const alice = messaging.as('alice')
    const { id: watch } = await alice.conversations.openRoom({ title: 'hall' })
    expect(typesOf((await poll({ watch, wait: 0 })).frames)).toEqual(['hello', 'ready'])
    const waiting = poll({ watch })
    await eventually(async () => {
      await alice.messages.send({ conversationId: watch, body: 'hello' })
      expect(typesOf((await Promise.race([waiting, poll({ watch, wait: 0 })])).frames)).toContain('changes')
    })
    expect(typesOf((await waiting).frames)).toEqual(['hello', 'ready', 'changes'])
    await alice.conversations.update({ conversationId: watch, visibility: 'private' })
    expect(await poll({ watch })).toMatchObject({ status: 404, answer: { code: 'not_found' } })
    expect(await poll({ watch, after: 'cursor' })).toMatchObject({ status: 400, answer: { code: 'invalid' } })
  })

  it('leaves nothing behind when its asker has gone before it begins', async () => {
    const { app } = polled()
    const headers = { 'content-type': 'application/json', authorization: 'Bearer bob' }
    const init = { method: 'POST', headers, body: '{}', signal: AbortSignal.abort() }
    const { signal: closing } = new AbortController()
    await app.request(new Request('http://here/live/poll', init), undefined, { closing })
    expect(getEventListeners(closing, 'abort')).toEqual([])
  })

  it('waits for nothing if it is asked not to', async () => {
    const { poll } = polled()
    const after = cursorOf((await poll({})).frames)
    expect(typesOf((await poll({ after, wait: 0 })).frames)).toEqual(['hello', 'ready'])
  })

  it('answers with little more than the buffer of a socket holds; the next one goes on there', async () => {
    const { messaging, poll } = polled()
    let after = cursorOf((await poll({})).frames)
    await sendTo(
      messaging,
      Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(15_000)}`),
    )
    const seqs: unknown[] = []
    let polls = 0
    while (seqs.length < 300) {
      const { frames, answer } = await poll({ after, wait: 0 })
      expect(JSON.stringify(answer).length).toBeLessThan(1.5 * socketLimits.buffer)
      const changes = frames.flatMap((frame: unknown) => field(frame, 'changes') ?? [])
      seqs.push(...changes.map((change) => field(change, 'subject', 'seq')).filter((seq) => seq !== undefined))
      after = cursorOf(frames)
      polls += 1
    }
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
    expect(polls).toBeGreaterThan(3)
  })

  it('refuses what is not of its shape, and names the place', async () => {
    const { poll } = polled()
    for (const [body, pointer] of [
      [{ wait: 26 }, '/wait'],
      [{ wait: -1 }, '/wait'],
      [{ wait: '1' }, '/wait'],
      [{ wait: 0.5 }, '/wait'],
      [{ after: 7 }, '/after'],
      [{ after: '\0' }, '/after'],
      [{ userId: 'alice' }, '/userId'],
      [[], ''],
    ] as const) {
      const { status, answer } = await poll(body)
      expect([status, field(answer, 'code'), field(answer, 'places', 0, 'pointer')]).toEqual([400, 'invalid', pointer])
    }
  })

  it('with a cookie comes from a page of our own or with the header of a script', async () => {
    const { poll } = polled()
    const cookie = { cookie: 'user=bob' }
    expect((await poll({}, cookie)).status).toBe(403)
    expect((await poll({}, { ...cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await poll({}, { ...cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await poll({}, { ...cookie, 'x-msg-request': '1' })).status).toBe(200)
  })
})
