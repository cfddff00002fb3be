import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions } from '@msg/core'
import { describe, expect, test } from 'vitest'
import { onEachStore } from '../each-store.ts'
import { origin } from '../http.ts'
import { openWorld } from './world.ts'
import type { World } from './world.ts'

const form = { target_type: 'xform', target_id: 1337 }
const ofForm = 'messaging?target_type=xform&target_id=1337'
const refused = { detail: 'You do not have permission to perform this action.' }
const everything = ['view', 'change', 'delete'] as const

/** The integer of a message that somebody posted. */
const posted = async (world: World, username: string, fields: object): Promise<number> => {
  const { status, body } = await world.ask(username, 'POST messaging', fields)
  expect(status).toBe(201)
  if (typeof body !== 'object' || body === null || !('id' in body) || typeof body.id !== 'number')
    throw new Error('no id')
  return body.id
}

/** What happens next is of a later time by the clock of any store, which may go in steps. */
const later = (): Promise<void> => {
  const before = Date.now()
  return expect.poll(() => Date.now()).toBeGreaterThan(before)
}

onEachStore((openMessaging) => {
  const open = (options: Parameters<typeof openWorld>[0] = {}) => openWorld({ open: openMessaging, ...options })

  test('case 58: who may change a form posts about it and reads what was posted, in five fields', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', 'view', 'change')
    const sent = await world.ask('alice', 'POST messaging', { ...form, message: 'Hello, World!' })
    expect(sent.status).toBe(201)
    expect(sent.body).toStrictEqual({
      id: expect.any(Number),
      verb: 'message',
      message: 'Hello, World!',
      user: 'alice',
      target_id: 1337,
      target_type: 'xform',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    const { target_id: _id, target_type: _type, ...short } = Object(sent.body)
    expect((await world.ask('alice', `GET ${ofForm}`)).body).toStrictEqual([short])
  })

  test('case 58: with full payloads seven fields are read', async () => {
    const world = await open({ fullPayload: true })
    world.grant('alice', 'xform/1337', ...everything)
    const sent = await world.ask('alice', 'POST messaging', { ...form, message: 'Hello', verb: 'form_updated' })
    const { body } = await world.ask('alice', `GET ${ofForm}`)
    expect(body).toStrictEqual([sent.body])
    expect((await world.ask('alice', `GET messaging/${Object(sent.body).id}`)).body).toStrictEqual(sent.body)
  })

  test('case 60: about what does not exist nothing is posted, and nothing blank', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    const unknown = await world.ask('alice', 'POST messaging', { ...form, target_id: 99, message: 'hello' })
    expect([unknown.status, unknown.body]).toEqual([400, { target_id: 'target_id not found' }])
    const blank = await world.ask('alice', 'POST messaging', { ...form, message: '  ' })
    expect([blank.status, blank.body]).toEqual([400, { message: ['This field may not be blank.'] }])
    expect((await world.ask('alice', `GET ${ofForm}`)).body).toEqual([])
  })

  test('case 61: posting takes the change permission, whatever the verb', async () => {
    const world = await open()
    world.grant('bob', 'xform/1337', 'view')
    for (const username of ['bob', 'carol'])
      for (const verb of ['message', 'submission_created']) {
        const { status, body } = await world.ask(username, 'POST messaging', { ...form, message: 'hello', verb })
        expect([status, body]).toEqual([403, refused])
      }
    world.grant('bob', 'xform/1337', 'view', 'change')
    expect((await world.ask('bob', 'POST messaging', { ...form, message: 'hello' })).status).toBe(201)
  })

  test('case 62: who may view a target reads its messages one by one, nobody else', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    world.grant('bob', 'xform/1337', 'view')
    const id = await posted(world, 'alice', { ...form, message: 'hello' })
    expect((await world.ask('bob', `GET messaging/${id}`)).body).toMatchObject({ id, message: 'hello' })
    const stranger = await world.ask('carol', `GET messaging/${id}`)
    expect([stranger.status, stranger.body]).toEqual([403, refused])
    expect((await world.ask('alice', 'GET messaging/424242')).status).toBe(404)
    expect((await world.ask('alice', 'GET messaging/none')).status).toBe(404)
  })

  test('case 62: who may delete a target purges its messages; they are never put or patched', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', 'view', 'change')
    world.grant('bob', 'xform/1337', ...everything)
    const id = await posted(world, 'alice', { ...form, message: 'hello' })
    expect((await world.ask('alice', `DELETE messaging/${id}`)).status).toBe(403)
    expect((await world.ask('carol', `DELETE messaging/${id}`)).status).toBe(403)
    for (const method of ['PUT', 'PATCH'])
      expect((await world.ask('bob', `${method} messaging/${id}`, { message: 'other' })).status).toBe(405)
    expect((await world.ask('bob', `DELETE messaging/${id}`)).status).toBe(204)
    expect((await world.ask('bob', `DELETE messaging/${id}`)).status).toBe(404)
    expect((await world.ask('bob', `GET messaging/${id}`)).status).toBe(404)
    expect((await world.ask('bob', `GET ${ofForm}`)).body).toEqual([])
  })

  test('case 64: four messages are one page, or two of two with links that keep the other parameters', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    for (const message of ['1', '2', '3', '4']) await posted(world, 'alice', { ...form, message })
    const whole = await world.ask('alice', `GET ${ofForm}`)
    expect(whole.body).toMatchObject([{ message: '4' }, { message: '3' }, { message: '2' }, { message: '1' }])
    expect(whole.headers.has('link')).toBe(false)
    const url = `${origin}/api/v1/${ofForm}&page_size=2`
    const first = await world.ask('alice', `GET ${ofForm}&page_size=2`)
    expect(first.body).toMatchObject([{ message: '4' }, { message: '3' }])
    expect(first.headers.get('link')).toBe(`<${url}&page=2>; rel="next", <${url}&page=2>; rel="last"`)
    const second = await world.ask('alice', `GET ${ofForm}&page_size=2&page=2`)
    expect(second.body).toMatchObject([{ message: '2' }, { message: '1' }])
    expect(second.headers.get('link')).toBe(`<${url}&page=1>; rel="prev", <${url}&page=1>; rel="first"`)
    const beyond = await world.ask('alice', `GET ${ofForm}&page_size=2&page=3`)
    expect([beyond.status, beyond.body]).toEqual([404, { detail: 'Invalid page.' }])
  })

  test('a page may lie beyond the first hundred messages', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    await Promise.all(Array.from({ length: 250 }, () => posted(world, 'alice', { ...form, message: 'hello' })))
    const { body } = await world.ask('alice', `GET ${ofForm}&page_size=120&page=2`)
    expect(body).toHaveLength(120)
    const last = await world.ask('alice', `GET ${ofForm}&page_size=120&page=3`)
    expect(last.body).toHaveLength(10)
    const all = (await world.ask('alice', `GET ${ofForm}`)).body
    expect(all).toHaveLength(250)
    expect(Object(all).slice(120, 240)).toEqual(body)
    expect((await world.ask('alice', `GET ${ofForm}&timestamp__month__gte=1&page_size=200&page=2`)).body).toHaveLength(
      50,
    )
  })

  test('case 67: messages are counted by verb and user, those sent latest first', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    world.grant('bob', 'xform/1337', ...everything)
    await posted(world, 'alice', { ...form, message: 'a' })
    await later()
    await posted(world, 'bob', { ...form, message: 'b' })
    await later()
    await posted(world, 'alice', { ...form, message: 'c', verb: 'form_updated' })
    const row = (more: object) => ({
      ...more,
      earliest_timestamp: expect.any(String),
      latest_timestamp: expect.any(String),
    })
    const groups = async (query: string) => (await world.ask('alice', `GET ${ofForm}&${query}`)).body
    expect(await groups('group_by=verb')).toStrictEqual([
      row({ verb: 'form_updated', count: 1 }),
      row({ verb: 'message', count: 2 }),
    ])
    expect(await groups('group_by=user')).toStrictEqual([
      row({ user: 'alice', count: 2 }),
      row({ user: 'bob', count: 1 }),
    ])
    expect(await groups('group_by=user&group_by=verb&group_by=verb&verb=message')).toStrictEqual([
      row({ user: 'bob', verb: 'message', count: 1 }),
      row({ user: 'alice', verb: 'message', count: 1 }),
    ])
    expect(await groups('group_by=user&timestamp__month__gte=1')).toStrictEqual(await groups('group_by=user'))
    expect(await groups('group_by=user&page_size=1&page=2')).toStrictEqual([row({ user: 'bob', count: 1 })])
  })

  test('case 68: statistics have a row a period, and none where nothing was posted', async () => {
    const world = await open()
    world.grant('alice', 'xform/1337', ...everything)
    const stats = (query: string) => world.ask('alice', `GET stats/${ofForm}${query}`)
    expect((await stats('&group_by=day')).body).toEqual([])
    for (const message of ['1', '2']) await posted(world, 'alice', { ...form, message, verb: 'submission_created' })
    const today = new Date().toISOString()
    expect((await stats('&group_by=day')).body).toEqual([{ group: today.slice(0, 10), submission_created: 2 }])
    const [year, month] = [today.slice(0, 4), today.slice(5, 7)]
    expect((await stats('&group_by=month')).body).toEqual([{ group: `${month}-${year}`, submission_created: 2 }])
    expect((await stats('&group_by=year')).body).toEqual([{ group: year, submission_created: 2 }])
    expect([(await stats('')).status, (await stats('')).body]).toEqual([
      400,
      { detail: "Parameter 'group_by' is missing." },
    ])
    expect((await stats('&group_by=week')).body).toEqual({ detail: "Parameter 'group_by' is not valid." })
    expect((await world.ask('bob', `GET stats/${ofForm}&group_by=day`)).status).toBe(403)
    expect((await world.ask('alice', 'GET stats/messaging?target_type=xform&group_by=day')).body).toEqual({
      detail: "Parameter 'target_id' is missing.",
    })
  })
})

describe('asking', () => {
  test('case 33: without credentials nothing is answered', async () => {
    const world = await openWorld()
    for (const request of [
      `GET ${ofForm}`,
      'POST messaging',
      'GET messaging/1',
      'DELETE messaging/1',
      `GET stats/${ofForm}`,
    ]) {
      const { status, body } = await world.ask('', request)
      expect([status, body]).toEqual([401, { detail: 'Authentication credentials were not provided.' }])
    }
  })

  test('case 59: asked about nothing it answers nothing; about half a target, or of an unknown type, it says so', async () => {
    const world = await openWorld()
    const answer = async (query: string) => {
      const { status, body } = await world.ask('alice', `GET messaging${query}`)
      return [status, body]
    }
    expect(await answer('')).toEqual([200, []])
    expect(await answer('?target_id=1337')).toEqual([400, { detail: "Parameter 'target_type' is missing." }])
    expect(await answer('?target_type=xyz')).toEqual([400, { detail: 'Unknown target_type xyz' }])
    expect(await answer('?target_type=xform')).toEqual([400, { detail: "Parameter 'target_id' is missing." }])
    expect(await answer('?target_type=xform&target_id=1337&group_by=x')).toEqual([403, refused])
  })

  test('case 67: wrong groupings are refused', async () => {
    const world = await openWorld()
    world.grant('alice', 'xform/1337', 'view')
    const answer = async (query: string) => (await world.ask('alice', `GET ${ofForm}&${query}`)).body
    expect(await answer('group_by=x')).toEqual({ detail: "Unsupported group_by value 'x'" })
    expect(await answer('group_by=day&group_by=year')).toEqual({
      detail: 'Only one time bucket may be combined per group_by request',
    })
    expect(await answer('timestamp__hour=noon')).toEqual({ timestamp__hour: ['Enter a number.'] })
  })

  test('every wrong field of a message is named', async () => {
    const world = await openWorld()
    const { status, body } = await world.ask('alice', 'POST messaging', { target_type: 'xyz', verb: 'shouted' })
    expect([status, body]).toEqual([
      400,
      {
        target_type: ['"xyz" is not a valid choice.'],
        target_id: ['This field is required.'],
        message: ['This field is required.'],
        verb: ['"shouted" is not a valid choice.'],
      },
    ])
    world.grant('alice', 'xform/1337', 'change')
    const long = await world.ask('alice', 'POST messaging', { ...form, message: 'x'.repeat(16_385) })
    expect([long.status, long.body]).toEqual([400, { message: ['must be at most 16384 characters'] }])
  })

  test('JSON is read whatever the content type says, a form as a form, ids as texts too', async () => {
    const world = await openWorld()
    world.grant('alice', 'xform/1337', 'view', 'change')
    const json = '{"target_type": "xform", "target_id": "1337", "message": "a"}'
    expect((await world.ask('alice', 'POST messaging', json)).body).toMatchObject({ target_id: 1337, message: 'a' })
    const fields = new URLSearchParams({ ...form, target_id: '1337', message: 'b' })
    expect((await world.ask('alice', 'POST messaging', fields)).body).toMatchObject({ target_id: 1337, message: 'b' })
  })

  test('only viewers list, and only what they asked for', async () => {
    const world = await openWorld()
    world.grant('alice', 'xform/1337', ...everything)
    world.grant('bob', 'xform/1337', ...everything)
    await posted(world, 'alice', { ...form, message: 'a' })
    await posted(world, 'bob', { ...form, message: 'b', verb: 'form_updated' })
    const texts = async (query: string) => {
      const { body } = await world.ask('alice', `GET ${ofForm}&${query}`)
      return Object(body).map(({ message }: { readonly message: string }) => message)
    }
    expect(await texts('verb=form_updated')).toEqual(['b'])
    expect(await texts('user=alice')).toEqual(['a'])
    expect(await texts('user=nobody')).toEqual([])
    expect(await texts('verb=shouted')).toEqual([])
    expect((await world.ask('carol', `GET ${ofForm}`)).status).toBe(403)
    expect((await world.ask('carol', 'GET messaging?target_type=xform&target_id=99')).status).toBe(403)
  })

  test('of a channel too long to be counted pages go on for as long as there are messages', async () => {
    const open = (options: MessagingOptions): Messaging => {
      const messaging = createMessaging(options)
      const as: Messaging['as'] = (userId) => {
        const session = messaging.as(userId)
        return { ...session, messages: { ...session.messages, stats: async () => ({ rows: [], more: true }) } }
      }
      return { ...messaging, as }
    }
    const world = await openWorld({ open })
    world.grant('alice', 'xform/1337', ...everything)
    for (const message of ['1', '2', '3']) await posted(world, 'alice', { ...form, message })
    const page = (number: number) => world.ask('alice', `GET ${ofForm}&page_size=2&page=${number}`)
    expect((await page(1)).headers.get('link')).toContain('page=2>; rel="next"')
    const second = await page(2)
    expect(second.body).toMatchObject([{ message: '1' }])
    expect(second.headers.get('link')).not.toContain('next')
    expect((await page(3)).status).toBe(404)
    expect((await page(50_001)).status).toBe(404)
  })

  test('a verb that is reserved for the host is sent by nobody else', async () => {
    const world = await openWorld({ hostVerbs: ['submission_created'] })
    world.grant('alice', 'xform/1337', ...everything)
    const sent = await world.ask('alice', 'POST messaging', { ...form, message: 'x', verb: 'submission_created' })
    expect(sent.status).toBe(403)
  })

  test('anybody posts to a user, who alone reads and deletes it', async () => {
    const world = await openWorld()
    const id = await posted(world, 'alice', { target_type: 'user', target_id: 42, message: 'hello bob' })
    const toBob = 'messaging?target_type=user&target_id=42'
    expect((await world.ask('bob', `GET ${toBob}`)).body).toMatchObject([{ id, user: 'alice', message: 'hello bob' }])
    expect((await world.ask('alice', `GET ${toBob}`)).status).toBe(403)
    expect((await world.ask('alice', `DELETE messaging/${id}`)).status).toBe(403)
    expect((await world.ask('bob', `DELETE messaging/${id}`)).status).toBe(204)
  })

  test('what was said elsewhere than about a target is not there', async () => {
    const world = await openWorld()
    const alice = world.messaging.as('41')
    const direct = await alice.conversations.startDirect({ userId: '42' })
    const { id } = await alice.messages.send({ conversationId: direct.id, body: 'between us' })
    const [alias] = await world.messaging.aliases.alias('onadata', [id])
    expect((await world.ask('alice', `GET messaging/${alias?.number}`)).status).toBe(404)
  })
})
