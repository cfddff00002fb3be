import { channelId } from '@msg/core'
import { mountMessaging } from '@msg/hono'
import { fakeClock } from '@msg/testing'
import { expect, test } from 'vitest'
import { onEachStore } from '../each-store.ts'
import { clientsOf } from '../http.ts'
import { authenticate, idOf, openWorld } from './world.ts'
import type { World } from './world.ts'

const ofProject = 'messaging?target_type=project&target_id=7'
const conversationId = channelId({ type: 'project', id: '7' })
const watching = { watch: conversationId }

/** What a stream tells, from the frame of one type to the next: each as it is, and the rest between. */
interface Stream {
  /** The next frame that is no heartbeat; null at the end. */
  next(): Promise<unknown>
}

/** Streams what is said about the project to somebody, as a page does. */
const streamTo = async (native: ReturnType<typeof mountMessaging>, username: string): Promise<Stream> => {
  const { status, body } = await native.request('/live/stream', {
    method: 'POST',
    headers: { authorization: `Token ${username}`, 'content-type': 'application/json' },
    body: JSON.stringify(watching),
  })
  expect(status).toBe(200)
  if (body === null) throw new Error('nothing is streamed')
  const frames = framesOf(body)
  const next: Stream['next'] = async () => {
    const { value, done } = await frames.next()
    if (done === true) return null
    return typeIn(value) === 'ping' ? next() : value
  }
  expect(typeIn(await next())).toBe('hello')
  return { next }
}

const typeIn = (frame: unknown): unknown => Object(frame).type

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void, void> {
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const events = `${text}${chunk}`.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) yield JSON.parse(event.replace(/^data: /, ''))
  }
}

const saying = (message: string) => ({
  type: 'changes',
  changes: [{ type: 'message.sent', subject: { body: message } }],
})

onEachStore((open) => {
  const openProject = async () => {
    const clock = fakeClock()
    const world = await openWorld({ open: (options) => open({ ...options, clock }) })
    world.grant('alice', 'project/7', 'view', 'change')
    for (const username of ['bob', 'carol']) world.grant(username, 'project/7', 'view')
    const native = mountMessaging(world.messaging, { authenticate, clock })
    const poll = (username: string) => clientsOf(native, '/chat')(username, 'POST', '/live/poll', watching)
    const post = async (message: string): Promise<void> => {
      const fields = { target_type: 'project', target_id: 7, message }
      expect((await world.ask('alice', 'POST messaging', fields)).status).toBe(201)
    }
    await post('first')
    return { world, clock, poll, post, streamTo: (username: string) => streamTo(native, username) }
  }

  const listed = async (world: World, username: string) => world.ask(username, `GET ${ofProject}`)

  test('case 72: who may view a project gets what is posted about it live and on reload, nobody else anything', async () => {
    const { world, poll, post, streamTo: stream } = await openProject()
    const viewers = ['bob', 'carol']
    const streams = await Promise.all(viewers.map(stream))
    for (const one of streams) expect(await one.next()).toMatchObject({ type: 'ready' })
    await post('hello')
    for (const one of streams) expect(await one.next()).toMatchObject(saying('hello'))
    for (const username of viewers)
      expect((await listed(world, username)).body).toMatchObject([{ message: 'hello' }, { message: 'first' }])
    const daves = await stream('dave')
    expect(await daves.next()).toEqual({ type: 'error', code: 'not_found' })
    expect((await poll('dave')).status).toBe(404)
    expect((await listed(world, 'dave')).status).toBe(403)
    expect((await world.messaging.as(idOf('dave')).inbox.list()).conversations).toEqual([])
  })

  test('case 72: whose view permission is taken away is told nothing later: the open watch ends at the next check', async () => {
    const { world, clock, poll, post, streamTo: stream } = await openProject()
    const [bobs, carols] = [await stream('bob'), await stream('carol')]
    for (const one of [bobs, carols]) expect(await one.next()).toMatchObject({ type: 'ready' })
    world.revoke('carol', 'project/7')
    clock.advance(60_000)
    await post('without carol')
    expect(await bobs.next()).toMatchObject(saying('without carol'))
    expect(await carols.next()).toEqual({ type: 'error', code: 'not_found' })
    expect(typeIn(await carols.next())).toBe('close')
    expect(await carols.next()).toBeNull()
    expect((await poll('carol')).status).toBe(404)
    expect((await listed(world, 'carol')).status).toBe(403)
  })

  test('case 72: and at once, without a minute, where the host says so', async () => {
    const { world, post, streamTo: stream } = await openProject()
    const carols = await stream('carol')
    expect(await carols.next()).toMatchObject({ type: 'ready' })
    world.revoke('carol', 'project/7')
    await world.messaging.revoke({ userId: idOf('carol') })
    await post('without carol')
    expect(await carols.next()).toEqual({ type: 'error', code: 'unauthenticated' })
    expect(await (await stream('carol')).next()).toEqual({ type: 'error', code: 'not_found' })
  })
})
