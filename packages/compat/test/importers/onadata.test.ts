import { channelId, createMessaging } from '@msg/core'
import { expect, onTestFinished, test } from 'vitest'
import { onadataImporter, openSource, runImport } from '../../src/importers/index.ts'
import { secondsIn, toldAs, writeDump, writeSqlite } from './fixture.ts'

const action = (id: number, verb: string, description: string, target: readonly [type: number | null, id: string]) => ({
  id,
  actor_content_type_id: 1,
  actor_object_id: id === 3 ? null : '42',
  verb,
  description,
  target_content_type_id: target[0],
  target_object_id: target[1],
  timestamp: secondsIn(id * 60),
})

const tables = {
  django_content_type: [
    { id: 1, app_label: 'auth', model: 'user' },
    { id: 8, app_label: 'logger', model: 'xform' },
  ],
  actstream_action: [
    action(1, 'message', 'Hello, World!', [8, '1337']),
    action(2, 'submission_reviewed', '{"id":[1,2]}', [8, '1337']),
    action(3, 'message', 'by nobody', [8, '1337']),
    action(4, 'message', 'to nothing', [null, '']),
    action(5, 'message', 'to a user', [1, '7']),
    action(6, 'Submission Created', 'with another verb', [1, '7']),
  ],
}

test("onadata's messages are here as they were there, in the channels of their targets, under their numbers", async () => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const source = await openSource((await writeSqlite(tables)) ?? (await writeDump(tables)))
  const summary = await runImport({ importer: onadataImporter, source, messaging })
  await source.close()
  expect(summary.imported).toMatchObject({ conversations: 2, messages: 3, aliases: 3 })
  expect(summary.skipped).toMatchObject({ user_is_gone: 1, about_nothing: 1 })
  expect(Object.values(summary.skipped)).toEqual([1, 1, 1])
  const service = messaging.asService('test')
  const conversationId = channelId({ type: 'xform', id: '1337' })
  const { messages } = await service.messages.list({ conversationId, order: 'asc' })
  expect(messages.map(({ verb, body, authorId, createdAt }) => [verb, body, authorId, createdAt])).toEqual([
    ['message', 'Hello, World!', '42', toldAs(secondsIn(60))],
    ['submission_reviewed', '{"id":[1,2]}', '42', toldAs(secondsIn(120))],
  ])
  const [alias] = await messaging.aliases.aliased('onadata', [2])
  expect(alias?.id).toBe(messages[1]?.id)
})
