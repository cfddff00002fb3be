import type { Clock } from '@msg/core'
import { eventually } from '@msg/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Client } from '../../src/index.ts'
import { createViews } from '../../src/views/index.ts'
import type { Views } from '../../src/views/index.ts'
import { serve } from '../support/serve.ts'
import type { Served } from '../support/serve.ts'
import { bodies, say, shows } from './support.ts'

/** A clock that goes faster: what waits a second waits a tenth of it. */
const fastClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds / 10)
    return () => clearTimeout(timer)
  },
}

/** Ben's views over the wire of a direct with Ann, who is in process. */
const openWire = async () => {
  const served = await serve()
  const ann = served.messaging.as('ann')
  const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
  const ben = await served.client('ben', { clock: fastClock, timeout: 20_000 })
  return { served, ann, ben, conversationId, views: viewsOf(ben) }
}

const viewsOf = (client: Client): Views => {
  const views = createViews(client, { clock: fastClock })
  onTestFinished(views.close)
  return views
}

/** The server is gone for as long as something takes. */
const cut = async (served: Served, meanwhile: () => Promise<unknown>): Promise<void> => {
  await served.stop()
  await meanwhile()
  await served.start()
}

describe('views over the wire', () => {
  it('catch up by themselves after a cut, with what was said and what I wrote meanwhile, each once', async () => {
    const { served, ann, views, conversationId } = await openWire()
    const timeline = views.timeline({ conversationId })
    const inbox = views.inbox()
    await Promise.all([
      shows(timeline, ({ status }) => status === 'ready'),
      shows(inbox, ({ status }) => status === 'ready'),
      shows(views.live, ({ state }) => state === 'live'),
    ])
    await say(ann, conversationId, ['before'])
    await shows(timeline, ({ rows }) => rows.length === 1)
    await cut(served, async () => {
      await say(ann, conversationId, ['during'])
      timeline.send({ body: 'mine' })
      await shows(views.outbox, ({ entries }) => entries[0]?.failure?.code === 'offline')
    })
    await shows(timeline, ({ rows }) => rows.length === 3 && rows.every(({ state }) => state === 'sent'))
    expect(bodies(timeline.get().rows)).toEqual(['before', 'during', 'mine'])
    await shows(inbox, ({ conversations }) => conversations[0]?.lastMessage?.body === 'mine')
    const { messages } = await ann.messages.list({ conversationId, order: 'asc' })
    expect(messages.map(({ body }) => body)).toEqual(['before', 'during', 'mine'])
  })

  it('are loaded when the server is there again, if it was not when they were opened', async () => {
    const { served, ann, views, conversationId } = await openWire()
    await say(ann, conversationId, [1, 2])
    await served.stop()
    const timeline = views.timeline({ conversationId })
    timeline.send({ body: '3' })
    await shows(views.live, ({ error }) => error === 'offline')
    expect(timeline.get()).toMatchObject({ status: 'loading' })
    await served.start()
    await shows(timeline, ({ status, rows }) => status === 'ready' && rows.length === 3)
    await shows(timeline, ({ rows }) => rows.every(({ state }) => state === 'sent'))
    expect(bodies(timeline.get().rows)).toEqual(['1', '2', '3'])
  })

  it('say so when the session is over, and keep what they show', async () => {
    const { served, ann, ben, views, conversationId } = await openWire()
    await say(ann, conversationId, [1])
    const timeline = views.timeline({ conversationId })
    await shows(timeline, ({ rows }) => rows.length === 1)
    await shows(views.live, ({ state }) => state === 'live')
    ben.close()
    expect(await shows(views.live, ({ state }) => state === 'ended')).toEqual({ state: 'ended', error: null })
    timeline.send({ body: 'too late' })
    await shows(views.outbox, ({ paused }) => paused === 'aborted')
    expect(bodies(timeline.get().rows)).toEqual(['1', 'too late'])
    expect(served.url).toMatch(/^http/)
  })

  it('end as a fresh read finds it after ten cuts in the middle of everything', async () => {
    const { served, ann, ben, views, conversationId } = await openWire()
    const timeline = views.timeline({ conversationId, pageSize: 5 })
    const sent: string[] = []
    for (let round = 0; round < 10; round += 1) {
      sent.push(timeline.send({ body: `mine ${round}` }))
      const talking = say(ann, conversationId, [`hers ${round}`])
      await cut(served, async () => {
        await talking
        sent.push(timeline.send({ body: `mine meanwhile ${round}` }))
        await say(ann, conversationId, [`hers meanwhile ${round}`])
      })
      if (round % 3 === 0) await timeline.loadBefore()
    }
    await eventually(() => expect(views.outbox.get().entries).toEqual([]))
    const { messages } = await ann.messages.list({ conversationId, order: 'asc', limit: 100 })
    expect(messages).toHaveLength(40)
    expect(messages.filter(({ authorId }) => authorId === 'ben').map(({ id }) => id)).toEqual(sent)
    await eventually(() => {
      const { rows } = timeline.get()
      expect(rows.map(({ id }) => id)).toEqual(messages.slice(-rows.length).map(({ id }) => id))
    })
    // What I sent last I see at once; the conversation learns of it from the log.
    await eventually(async () =>
      expect(timeline.get().conversation).toEqual(await ben.conversations.get({ conversationId })),
    )
  })
})
