import { expect, test } from 'vitest'
import { payloadOf } from '../src/payload.ts'
import type { PayloadOptions } from '../src/payload.ts'
import { noticeOf } from './notice.ts'

const form = { type: 'xform', id: '1337' }

const textOf = async (body: string, options: Partial<PayloadOptions> = {}, target = form): Promise<string> => {
  const notice = noticeOf({ target, body })
  return payloadOf(notice, notice.message, { kind: 'compact', parseJson: false, target, ...options })
}

const payload = async (...asked: Parameters<typeof textOf>): Promise<unknown> => JSON.parse(await textOf(...asked))

test('a compact payload says what was said by whom and when', async () => {
  expect(await payload('hello')).toEqual({
    id: '019e0000-0000-7000-8000-000000000002',
    verb: 'message',
    message: 'hello',
    user: 'alice',
    timestamp: '2026-11-20T09:04:44.123Z',
  })
})

test('a full payload also says how the author and the object are called', async () => {
  expect(await payload('hello', { kind: 'full' })).toEqual({
    id: '019e0000-0000-7000-8000-000000000002',
    time: '2026-11-20T09:04:44.123Z',
    payload: {
      author: { username: 'alice_l', real_name: 'alice L.' },
      context: { type: 'xform', metadata: { id: '1337', name: 'a xform', form_id: 'household' }, verb: 'message' },
      message: 'hello',
    },
  })
})

test('only a form has a form_id, and a user is called by the directory', async () => {
  expect(await payload('hello', { kind: 'full' }, { type: 'project', id: '7' })).toMatchObject({
    payload: { context: { metadata: { id: '7', name: 'a project' } } },
  })
  expect(await payload('hello', { kind: 'full' }, { type: 'user', id: 'bob' })).toMatchObject({
    payload: { context: { type: 'user', metadata: { id: 'bob', name: 'bob L.' } } },
  })
})

test.each([
  ['123', 123],
  ['true', true],
  ['null', null],
  ['{"id":[1,2]}', { id: [1, 2] }],
  ['hello', 'hello'],
])('the text %j is sent as it is, or as the value it stands for if the host says so', async (body, value) => {
  expect(await payload(body)).toMatchObject({ message: body })
  expect(await payload(body, { parseJson: true })).toMatchObject({ message: value })
})

test.each(['9007199254740993', '{"id":12345678901234567890}', '0.1000000000000000055', '1e400', '-0', '{"a":1,"a":2}'])(
  'the value %s is sent to its last digit',
  async (value) => {
    const body = `\n ${value} `
    expect(await textOf(body, { parseJson: true })).toContain(`"message":${value},`)
    expect(await textOf(body, { parseJson: true, kind: 'full' })).toContain(`"message":${value}}`)
  },
)
