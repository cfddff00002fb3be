import { errorStatus, isErrorCode, limits, uuidFromTime } from '@msg/core'
import { hasBody, endpoints, errorCodes, pathFields, routes, verbs } from '@msg/contract'
import type { Route, Verb } from '@msg/contract'
import { describe, expect, it } from 'vitest'
import { field, serve, textOf } from './support/serve.ts'
import type { Served } from './support/serve.ts'

const newId = (): string => uuidFromTime(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

/** Raw JSON, for what `JSON.stringify` would never write. */
const hostileJson = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '1e400',
  '-0',
  '9007199254740993',
  '{}',
  '[]',
  '[[]]',
  '[null]',
  '{"$ne":null}',
  '{"toString":null}',
  '{"__proto__":{"admin":true}}',
  '["__proto__"]',
  '""',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"..%2f..%2finbox"',
  '"\'; drop table messages; --"',
  JSON.stringify('x'.repeat(limits.body + 1)),
  `[${'"x",'.repeat(limits.founders)}"x"]`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
]

const hostileText = [
  '',
  ' ',
  '.',
  '..',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%',
  '%zz',
  '%2e%2e%2finbox',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-1',
  '0x10',
  '1e3',
  '1.0',
  '01',
  '99999999999999999999',
  '[object%20Object]',
  '%F0%9F%98%80',
  'x'.repeat(3_000),
]

const wrongIds = (id: string): readonly string[] => [
  ...hostileText.filter((text) => !['', ' ', '.', '..'].includes(text)),
  id.toUpperCase().replace('7', 'A'),
  id.toUpperCase(),
  `${id}.`,
  `${id}%2e`,
  `%20${id}`,
  `${id}%00`,
  `%7b${id}%7d`,
  id.replaceAll('-', ''),
  id.replace(/-7/, '-4'),
  `${id}%2f..%2f${id}`,
]

interface Shot {
  readonly verb: Verb
  readonly path: string
  readonly body?: string
}

/** A right request of each verb, then the same with one field at a time made wrong. */
const shotsAt = (conversationId: string, messageId: string): readonly Shot[] => {
  const good: Readonly<Record<string, string>> = {
    conversationId,
    messageId,
    userId: '"bob"',
    userIds: '["bob"]',
    body: '"hello"',
    seq: '1',
  }
  return verbs.flatMap((verb) => {
    const route: Route = routes[verb]
    const inPath = pathFields(route.path)
    const pathWith = (wrong: string, text: string): string =>
      route.path.replaceAll(/:(\w+)/g, (_, name: string) => (name === wrong ? text : (good[name] ?? '')))
    const bodyWith = (wrong: string, json: string): string => {
      const fields = route.body
        .filter((name) => name !== wrong && name in good)
        .map((name) => `"${name}":${good[name]}`)
      return `{${[...fields, `"${wrong}":${json}`].join(',')}}`
    }
    const right = pathWith('', '')
    const needed = !hasBody(route)
      ? {}
      : { body: `{${route.body.flatMap((name) => (name in good ? [`"${name}":${good[name]}`] : [])).join(',')}}` }
    return [
      ...inPath.flatMap((name) =>
        wrongIds(good[name] ?? '').map((text) => ({ verb, path: pathWith(name, text), ...needed })),
      ),
      ...[...Object.keys(route.query), 'unknown'].flatMap((name) =>
        hostileText.map((text) => ({ verb, path: `${right}?${name}=${text}`, ...needed })),
      ),
      ...Object.keys(route.query).map((name) => ({ verb, path: `${right}?${name}=1&${name}=2`, ...needed })),
      ...(!hasBody(route)
        ? []
        : [...route.body, 'unknown', 'authorId', '__proto__', 'constructor', ...inPath].flatMap((name) =>
            hostileJson.map((json) => ({ verb, path: right, body: bodyWith(name, json) })),
          )),
    ]
  })
}

interface Answer {
  readonly status: number
  readonly type: string | null
  readonly text: string
}

const fire = async ({ url }: Served, userId: string, { verb, path, body }: Shot): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method: routes[verb].method,
    headers: { authorization: `Bearer ${userId}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** Fires all of them, some at a time: most of what a request takes is waiting. */
const fireAll = async (
  served: Served,
  userId: string,
  shots: readonly Shot[],
): Promise<readonly (readonly [Shot, Answer])[]> => {
  const answered: (readonly [Shot, Answer])[] = []
  const left = shots.values()
  const fireOn = async (): Promise<void> => {
    for (const shot of left) answered.push([shot, await fire(served, userId, shot)])
  }
  await Promise.all(Array.from({ length: 8 }, fireOn))
  return answered
}

/** What is wrong with an answer; nothing when it keeps to the contract. */
const complaintOf = ({ verb, path, body = '' }: Shot, { status, type, text }: Answer): string | undefined => {
  const complain = (what: string): string => `${what}: ${status} to ${verb} ${path.slice(0, 200)} ${body.slice(0, 200)}`
  if (status < 300)
    return endpoints[verb].output.safeParse(JSON.parse(text)).success ? undefined : complain('not the shape')
  const code = field(JSON.parse(text), 'code')
  if (status >= 500) return complain('a failure')
  if (type !== 'application/problem+json' || !isErrorCode(code)) return complain('not a problem')
  if (errorStatus[code] !== status) return complain(`not the status of ${code}`)
  // A path of no verb is not found, at no verb.
  return code === 'not_found' || errorCodes(verb).includes(code) ? undefined : complain(`undocumented ${code}`)
}

/** Everything alice and bob can see. */
const stateOf = async ({ messaging }: Served, conversationId: string): Promise<unknown> => {
  const states = ['alice', 'bob'].map(async (userId) => {
    const session = messaging.as(userId)
    return [
      await session.conversations.get({ conversationId }),
      await session.messages.list({ conversationId }),
      await session.members.list({ conversationId }),
    ]
  })
  return Promise.all(states)
}

describe('hostile input', () => {
  it(
    'gets an answer of the contract, never 5xx, and what is refused changes nothing',
    { timeout: 120_000 },
    async () => {
      const served = await serve()
      const alice = served.messaging.as('alice')
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'], id: newId() })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'first' })
      const shots = shotsAt(conversationId, messageId)
      expect(shots.length).toBeGreaterThan(1_500)
      const before = await stateOf(served, conversationId)
      const complaints = (answered: readonly (readonly [Shot, Answer])[]): readonly string[] =>
        answered.flatMap(([shot, answer]) => complaintOf(shot, answer) ?? [])
      expect(complaints(await fireAll(served, 'mallory', shots))).toEqual([])
      // Mallory may have begun something of his own with bob, as anybody may.
      expect(await stateOf(served, conversationId)).toEqual(before)
      const answered = await fireAll(
        served,
        'alice',
        shots.filter(({ verb }) => verb !== 'members.leave'),
      )
      expect(complaints(answered)).toEqual([])
      const sent = answered.filter(([{ verb }, { status }]) => verb === 'messages.send' && status === 201)
      const { messages } = await alice.messages.list({ conversationId })
      expect(messages.length).toBe(1 + sent.length)
      expect(new Set(messages.map(({ authorId }) => authorId))).toEqual(new Set(['alice']))
    },
  )

  it('of a wrong type is refused with its place, and with nothing of what was sent', async () => {
    const served = await serve()
    const alice = await served.call('alice', 'POST /groups', { userIds: ['bob'] })
    const path = `/conversations/${textOf(alice.body, 'id')}`
    const wrong = [
      ['POST', `${path}/messages`, { body: { secret: 'canary' } }, '/body'],
      ['POST', `${path}/messages`, { body: '\u0000canary' }, '/body'],
      ['POST', `${path}/messages`, { body: '\ud800canary' }, '/body'],
      ['POST', `${path}/messages`, { body: 'x', verb: 'Canary canary' }, '/verb'],
      ['POST', `${path}/messages`, { body: 'x', id: 'canary' }, '/id'],
      ['POST', `${path}/members`, { userIds: ['bob', ['canary']] }, '/userIds/1'],
      ['POST', `${path}/members`, { userIds: 'canary' }, '/userIds'],
      ['PUT', `${path}/read`, { seq: 'canary' }, '/seq'],
      ['GET', `${path}/messages?limit=canary`, undefined, '/limit'],
      ['GET', `${path}/messages?order=canary`, undefined, '/order'],
      ['GET', `${path}/messages?limit=1&limit=2`, undefined, '/limit'],
      ['GET', '/messages/canary', undefined, '/messageId'],
      ['POST', '/live/read', { limit: ['canary'] }, '/limit'],
    ] as const
    for (const [method, at, body, pointer] of wrong) {
      const answer = await served.call('alice', `${method} ${at}`, body)
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', places: [{ pointer }] } })
      expect(JSON.stringify(answer.body)).not.toMatch(/canary/i)
    }
  })

  it('of thousands of mistakes is answered with a few', async () => {
    const { call } = await serve()
    const answer = await call('alice', 'POST /groups', { userIds: Array.from({ length: 1_000 }, () => 7) })
    expect(answer.status).toBe(400)
    expect(field(answer.body, 'places')).toHaveLength(20)
    const unknown = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${'k'.repeat(90)}${index}`, 1]))
    const flooded = await call('alice', 'POST /groups', { userIds: [], ...unknown })
    expect(field(flooded.body, 'places')).toHaveLength(20)
    expect(JSON.stringify(flooded.body).length).toBeLessThan(4_000)
    const within = await call('alice', 'POST /channels', { target: { type: 'project', id: '1', ...unknown } })
    expect(field(within.body, 'places')).toHaveLength(20)
    const place = { pointer: `/target/${'k'.repeat(64)}`, message: 'is not a known field' }
    expect(within.body).toMatchObject({ places: Array.from({ length: 20 }, () => place) })
  })

  it('about what is not there and what is not to be seen is answered alike', async () => {
    const served = await serve()
    const group = await served.messaging.as('alice').conversations.startGroup({ userIds: ['bob'] })
    const message = await served.messaging.as('alice').messages.send({ conversationId: group.id, body: 'ours' })
    const requests = (conversationId: string, messageId: string): readonly (readonly [string, unknown?])[] => [
      [`GET /conversations/${conversationId}`],
      [`GET /conversations/${conversationId}/messages`],
      [`GET /conversations/${conversationId}/members`],
      [`POST /conversations/${conversationId}/messages`, { body: 'x' }],
      [`POST /conversations/${conversationId}/messages`, { id: messageId, body: 'x' }],
      [`POST /conversations/${conversationId}/members`, { userIds: ['carol'] }],
      [`POST /conversations/${conversationId}/leave`],
      [`PUT /conversations/${conversationId}/read`, { seq: 1 }],
      [`GET /messages/${messageId}`],
    ]
    const told = async (all: readonly (readonly [string, unknown?])[]): Promise<unknown[]> => {
      const answers: unknown[] = []
      for (const [request, body] of all) {
        const { status, headers, body: problem } = await served.call('mallory', request, body)
        answers.push([status, problem, [...headers].filter(([name]) => name !== 'date')])
      }
      return answers
    }
    const there = await told(requests(group.id, message.id))
    expect(there).toEqual(await told(requests(newId(), newId())))
    expect(there.map((answer) => field(answer, 0))).toEqual(there.map(() => 404))
  })
})
