import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions, Notifier } from '@msg/core'
import { eventually } from '@msg/testing'
import { expect, test } from 'vitest'
import { onadataPayload } from '../../src/onadata/index.ts'
import type { NotificationKind } from '../../src/onadata/index.ts'
import { openWorld } from './world.ts'

/** What a notifier with the payload is told of messages that alice posts about a form and a project. */
const toldOf = async (kind: NotificationKind, ...messages: readonly string[]): Promise<readonly unknown[]> => {
  const told: unknown[] = []
  const open = (options: MessagingOptions): Messaging => {
    const payload = onadataPayload({ messaging: () => messaging, kind })
    const notifier: Notifier = {
      name: 'outside',
      types: ['message.sent'],
      async notify(notice) {
        const { subject } = notice.change
        const target = (await notice.conversation())?.target
        if (subject === 'gone' || !('body' in subject) || !target) return { status: 'refused', reason: 'unexpected' }
        told.push(JSON.parse(await payload({ notice, message: subject, target })))
        return { status: 'done' }
      },
    }
    const messaging = createMessaging({ ...options, notifiers: [notifier] })
    return messaging
  }
  const world = await openWorld({ open })
  const targets = { xform: 1337, project: 7 }
  for (const [type, id] of Object.entries(targets)) world.grant('alice', `${type}/${id}`, 'view', 'change')
  for (const message of messages)
    for (const [type, id] of Object.entries(targets)) {
      const { body } = await world.ask('alice', 'POST messaging', { target_type: type, target_id: id, message })
      await eventually(() => expect(told.at(-1)).toMatchObject({ id: Object(body).id }))
    }
  return told
}

test('case 66: a compact payload has five fields, with the integer that the surface gave the message', async () => {
  const [ofForm] = await toldOf('compact', 'hello')
  expect(ofForm).toStrictEqual({
    id: expect.any(Number),
    verb: 'message',
    message: 'hello',
    user: 'alice',
    timestamp: expect.stringMatching(/Z$/),
  })
})

test('case 66: a full payload says who the author is and what it is about, of a form also its form_id', async () => {
  const [ofForm, ofProject] = await toldOf('full', 'hello')
  const payload = (context: object) => ({
    id: expect.any(Number),
    time: expect.stringMatching(/Z$/),
    payload: { author: { username: 'alice', real_name: 'alice of the host' }, context, message: 'hello' },
  })
  expect(ofForm).toStrictEqual(
    payload({ type: 'xform', metadata: { id: 1337, name: 'xform 1337', form_id: 'tree_survey' }, verb: 'message' }),
  )
  expect(ofProject).toStrictEqual(payload({ type: 'project', metadata: { id: 7, name: 'project 7' }, verb: 'message' }))
})

test('objects and lists are told as such, any other text as text', async () => {
  const told = await toldOf('compact', '{"id":[1,2]}', '[1]', '123', 'null', '{broken')
  const texts = told.filter((_, index) => index % 2 === 0).map((one) => Object(one).message)
  expect(texts).toEqual([{ id: [1, 2] }, [1], '123', 'null', '{broken'])
})
