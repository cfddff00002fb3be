import { defaultFeatures, limits } from '@msg/core'
import { describe, expect, it } from 'vitest'
import {
  configOf,
  configSchema,
  endpoints,
  fromProblem,
  problemSchema,
  readClientFrame,
  toProblem,
} from '../src/index.ts'
import { boundCursor, closeReason, readServerFrame, retryHint } from '../src/frames.ts'
import { errorStatus, isErrorCode, MsgError } from '@msg/core/errors'

const conversationId = '01934d4e-0000-7000-8000-000000000001'
const accepts = (verb: keyof typeof endpoints, input: unknown): boolean =>
  endpoints[verb].input.safeParse(input).success

const send = (more: object): boolean => accepts('messages.send', { conversationId, body: 'hello', ...more })
const start = (userId: unknown): boolean => accepts('conversations.startDirect', { userId })
const users = (count: number): string[] => Array.from({ length: count }, (_, index) => `user${index}`)

describe('a request', () => {
  it('is refused with a field that nobody knows', () => {
    expect(send({})).toBe(true)
    const fields = ['authorId', 'seq', 'createdAt', 'role', '__proto__', 'constructor']
    expect(fields.filter((field) => send(JSON.parse(`{"${field}":"x"}`)))).toEqual([])
  })

  it('takes a body up to the limit in characters, however many bytes they are', () => {
    expect(send({ body: 'a'.repeat(limits.body) })).toBe(true)
    expect(send({ body: '😀'.repeat(limits.body) })).toBe(true)
    expect(send({ body: 'a'.repeat(limits.body + 1) })).toBe(false)
    expect(send({ body: '😀'.repeat(limits.body + 1) })).toBe(false)
  })

  it('takes message numbers up to the largest there can be', () => {
    const reads = (seq: number): boolean => accepts('receipts.markRead', { conversationId, seq })
    const clears = (seq: number): boolean => accepts('inbox.clear', { conversationId, seq })
    expect([0, limits.seq, limits.seq + 1, -1, 1.5].map(reads)).toEqual([true, true, false, false, false])
    expect([1, limits.seq, limits.seq + 1, 0].map(clears)).toEqual([true, true, false, false])
  })

  it('takes no NUL, no lone surrogate and no text of white space only', () => {
    expect(['a\0b', 'a\ud800b', '\udc00', '', ' \n\t', '\u00a0\u2003'].filter((body) => send({ body }))).toEqual([])
    for (const body of ['a\nb', '\u0007bell', '‮right to left', 'e\u0301'.repeat(100)]) expect(send({ body })).toBe(true)
  })

  it('takes ids in their canonical form only', () => {
    expect(send({ id: conversationId })).toBe(true)
    expect(send({ id: '01934d4e-0000-8000-8000-000000000001' })).toBe(true)
    const wrong = [
      conversationId.toUpperCase(),
      `${conversationId}.`,
      `{${conversationId}}`,
      conversationId.replaceAll('-', ''),
      '01934d4e-0000-4000-8000-000000000001',
      '',
      ' ',
    ]
    expect(wrong.filter((id) => send({ id }))).toEqual([])
  })

  it('takes user ids of 1 to 255 characters without control characters', () => {
    for (const good of ['bob', '7', 'Ünï côdé', '😀'.repeat(limits.userId)]) expect(start(good)).toBe(true)
    for (const bad of ['', 'a\nb', 'a\0', '\u009f', '\ud800', 'a'.repeat(limits.userId + 1), 7, null, ['bob'], {}])
      expect(start(bad)).toBe(false)
  })

  it('takes pages within their bounds', () => {
    const list = (more: object): boolean => accepts('messages.list', { conversationId, ...more })
    for (const good of [{ limit: 1 }, { limit: limits.page }, { before: 0 }, { after: limits.seq, order: 'asc' }])
      expect(list(good)).toBe(true)
    for (const bad of [
      { limit: 0 },
      { limit: limits.page + 1 },
      { limit: 1.5 },
      { before: -1 },
      { after: limits.seq + 1 },
      { order: 'up' },
    ])
      expect(list(bad)).toBe(false)
    expect(accepts('live.read', { limit: limits.changes })).toBe(true)
    expect(accepts('live.read', { limit: limits.changes + 1 })).toBe(false)
  })

  it('takes users and titles within their bounds', () => {
    expect(accepts('members.add', { conversationId, userIds: users(limits.addedAtOnce) })).toBe(true)
    expect(accepts('members.add', { conversationId, userIds: users(limits.addedAtOnce + 1) })).toBe(false)
    expect(accepts('members.add', { conversationId, userIds: [] })).toBe(false)
    expect(accepts('conversations.startGroup', { userIds: users(limits.founders) })).toBe(true)
    expect(accepts('conversations.startGroup', { userIds: users(limits.founders + 1) })).toBe(false)
    expect(accepts('conversations.startGroup', { userIds: [], title: 'a'.repeat(limits.title) })).toBe(true)
    expect(accepts('conversations.startGroup', { userIds: [], title: 'a'.repeat(limits.title + 1) })).toBe(false)
  })

  it('takes verbs of lower-case words', () => {
    for (const verb of ['message', 'submission_created', 'a1_b2', 'a'.repeat(limits.verb)])
      expect(send({ verb })).toBe(true)
    expect(
      ['', 'Message', '_a', 'a__b', 'a_', '1a', 'a b', 'a'.repeat(limits.verb + 1)].filter((verb) => send({ verb })),
    ).toEqual([])
  })
})

describe('an answer', () => {
  it('leaves out what the contract does not know', () => {
    const page = {
      messages: [],
      profiles: [{ id: 'bob', displayName: 'Bob', isActive: true, email: 'b@b' }],
      more: false,
    }
    expect(JSON.stringify(endpoints['messages.list'].output.parse(page))).not.toContain('b@b')
  })

  it('tells the configuration', () => {
    expect(configSchema.parse(configOf('alice', { ...defaultFeatures, websocket: true }))).toMatchObject({
      me: 'alice',
      limits: { body: limits.body },
      features: { ...defaultFeatures, websocket: true },
    })
  })
})

describe('a problem', () => {
  it('carries every error of the table there and back', () => {
    for (const code of Object.keys(errorStatus).filter(isErrorCode)) {
      const details = {
        reason: 'closed',
        places: [{ pointer: '/body', message: 'must not be empty' }],
        retryAfter: 3,
        outcome: 'none',
      } as const
      const error = new MsgError(code, 'because', details)
      const problem = toProblem(error)
      expect(problemSchema.parse(problem)).toEqual(problem)
      expect(problem.status).toBe(errorStatus[code])
      expect(fromProblem(JSON.parse(JSON.stringify(problem)))).toMatchObject({ code, ...details, message: 'because' })
    }
  })

  it('tells what only a client can meet as unavailable', () => {
    expect(toProblem(new MsgError('offline', 'no network'))).toMatchObject({ code: 'unavailable', status: 503 })
  })

  it('is not read from anything else', () => {
    for (const value of [null, 'not_found', [], {}, { code: 'nope' }, { code: 5 }, { code: 'toString' }])
      expect(fromProblem(value)).toBeUndefined()
    expect(fromProblem({ code: 'busy', places: [1, { pointer: 1 }], retryAfter: 'soon' })).toMatchObject({
      code: 'busy',
      places: [],
      retryAfter: undefined,
    })
  })
})

describe('a frame', () => {
  it('of a client is read strictly', () => {
    expect(readClientFrame('{"type":"hello","ticket":"t","after":"c"}')).toEqual({
      type: 'hello',
      ticket: 't',
      after: 'c',
    })
    expect(readClientFrame('{"type":"ping"}')).toEqual({ type: 'ping' })
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"type":"HELLO"}',
      '{"type":"hello","user":"bob"}',
      '{"type":"hello","ticket":1}',
    ])
      expect(readClientFrame(text)).toBeUndefined()
  })

  it('of a server is ignored when its type is unknown', () => {
    expect(readServerFrame('{"type":"ready","cursor":"c"}')).toEqual({ type: 'ready', cursor: 'c' })
    for (const text of ['{"type":"later"}', '{', '7', new ArrayBuffer(4)]) expect(readServerFrame(text)).toBeUndefined()
  })

  it('has a cursor that its tag binds, and a close its hint', () => {
    expect(boundCursor('abc', 'tag')).toBe('abc.tag')
    expect(retryHint(closeReason(7))).toBe(7)
    expect(retryHint('because')).toBeUndefined()
  })
})
