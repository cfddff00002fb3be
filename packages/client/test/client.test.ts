import { describe, expect, it } from 'vitest'
import { readBodies, readTo, serve } from './support/serve.ts'

describe('a client', () => {
  it('carries a message from one user to the other', async () => {
    const { client } = await serve()
    const [alice, bob] = [await client('alice'), await client('bob')]
    expect(alice.me).toBe('alice')
    expect(alice.config.limits.body).toBe(16_384)
    const direct = await alice.conversations.startDirect({ userId: 'bob' })
    const sent = await alice.messages.send({ conversationId: direct.id, body: 'hello' })
    expect((await bob.messages.list({ conversationId: direct.id })).messages).toEqual([sent])
    expect(await bob.receipts.markRead({ conversationId: direct.id, seq: 1 })).toMatchObject({ readSeq: 1 })
    expect(await bob.inbox.unread()).toMatchObject({ messages: { count: 0 } })
    expect((await bob.inbox.list({ limit: 5 })).conversations).toHaveLength(1)
  })

  it('sees live what happens', async () => {
    const { client } = await serve()
    const [alice, bob] = [await client('alice'), await client('bob')]
    const direct = await alice.conversations.startDirect({ userId: 'bob' })
    const events = await readTo(bob.live.subscribe(), 'ready')
    expect(bob.connection.state).toBe('online')
    for (const body of ['one', 'two', 'three']) await alice.messages.send({ conversationId: direct.id, body })
    expect(await readBodies(events, 3)).toEqual(['one', 'two', 'three'])
  })

  it('catches up by itself after the server was restarted, and sees nothing twice', async () => {
    const { client, messaging, stop, start } = await serve()
    const bob = await client('bob')
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const events = await readTo(bob.live.subscribe(), 'ready')
    const states: string[] = []
    bob.connection.onChange((state) => states.push(state))
    await alice.messages.send({ conversationId, body: 'before' })
    expect(await readBodies(events, 1)).toEqual(['before'])
    await stop()
    for (const body of ['missed', 'missed too']) await alice.messages.send({ conversationId, body })
    await start()
    expect(await readBodies(events, 2)).toEqual(['missed', 'missed too'])
    await alice.messages.send({ conversationId, body: 'after' })
    expect(await readBodies(events, 1)).toEqual(['after'])
    expect(states.at(0)).toBe('connecting')
    expect(states.at(-1)).toBe('online')
  })
})
