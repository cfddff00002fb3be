import { channelId } from '@msg/core'
import type { LiveEvent, LiveSubscription } from '@msg/core'
import { expectRefusal } from '@msg/testing'
import { expect, test } from 'vitest'
import { onEachStore } from '../each-store.ts'
import { idOf, openWorld } from './world.ts'

const ofProject = 'messaging?target_type=project&target_id=7'

/** The first changes that a subscription yields; when it is ready, they are made. */
const toldOnce = async (live: LiveSubscription, change: () => Promise<unknown>): Promise<LiveEvent> => {
  for await (const event of live) {
    if (event.type === 'ready') await change()
    if (event.type === 'changes') return event
  }
  throw new Error('it ended')
}

const nothing = async (): Promise<void> => {}

onEachStore((open) => {
  test('case 72: who may view a project gets what is posted about it live and on reload, nobody else anything', async () => {
    const world = await openWorld({ open })
    world.grant('alice', 'project/7', 'view', 'change')
    for (const username of ['bob', 'carol']) world.grant(username, 'project/7', 'view')
    const fields = { target_type: 'project', target_id: 7 }
    await world.ask('alice', 'POST messaging', { ...fields, message: 'first' })
    const conversationId = channelId({ type: 'project', id: '7' })
    const watch = (username: string) => world.messaging.as(idOf(username)).live.watch({ conversationId })
    for (const username of ['bob', 'carol']) {
      const post = () => world.ask('alice', 'POST messaging', { ...fields, message: `for ${username}` })
      expect(await toldOnce(watch(username), post)).toMatchObject({ changes: [{ type: 'message.sent' }] })
      expect((await world.ask(username, `GET ${ofProject}`)).body).toContainEqual(
        expect.objectContaining({ message: `for ${username}` }),
      )
    }
    await expectRefusal(toldOnce(watch('dave'), nothing), 'not_found')
    expect((await world.ask('dave', `GET ${ofProject}`)).status).toBe(403)
    expect((await world.messaging.as(idOf('dave')).inbox.list()).conversations).toEqual([])
    world.revoke('carol', 'project/7')
    await expectRefusal(toldOnce(watch('carol'), nothing), 'not_found')
    expect((await world.ask('carol', `GET ${ofProject}`)).status).toBe(403)
  })
})
