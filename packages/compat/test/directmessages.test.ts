import { allowedRecipients } from '@msg/core'
import type { Messaging, MessagingOptions } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { directmessages, directmessagesListeners, mountDirectmessages } from '@msg/compat/directmessages'
import type { DirectMessage } from '@msg/compat/directmessages'
import { eventually, fakeClock, upTo } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { onEachStore } from './each-store.ts'
import { byToken, clientsOf } from './http.ts'
import type { As as AsOf } from './http.ts'

const [alice, bob, carol, support] = ['1', '2', '3', '9'] as const

const names = { [alice]: 'Alice', [bob]: 'Bob', [carol]: 'Carol', [support]: 'Support' }

const named = Object.entries(names).map(([id, firstName]) => ({
  id,
  displayName: firstName,
  username: firstName.toLowerCase(),
  email: `${firstName.toLowerCase()}@app.example`,
  firstName,
  isActive: true,
}))

const crowd = upTo(120).map((n) => ({ id: String(1_000 + n), displayName: `user ${n}`, isActive: true }))

interface Item {
  readonly id: number
  readonly content: string
  readonly read_at: string
}

/** What answers of the surface have, each some of it. */
interface Body extends Item {
  readonly count: number
  readonly next: string
  readonly previous: string
  readonly results: readonly Item[]
}

type As = AsOf<Body>

const keys = ['content', 'direction', 'id', 'read_at', 'recipient', 'sender', 'sent_at']

const idsIn = (messages: readonly { readonly id: number }[]): readonly number[] => messages.map(({ id }) => id)

const messageMissing = { status: 404, body: { detail: 'Message not found or not authorized.' } }

onEachStore((open) => {
  const start = async (options: Omit<MessagingOptions, 'store'> = {}): Promise<{ as: As; messaging: Messaging }> => {
    const messaging = await open({ directory: memoryDirectory([...named, ...crowd]), ...options })
    return { as: clientsOf<Body>(mountDirectmessages({ messaging, authenticate: byToken }), '/api/dm'), messaging }
  }

  const send = async (as: As, from: string, to: string, content = 'hi'): Promise<number> => {
    const { status, body } = await as(from, 'POST', `/send/${to}/`, { content })
    expect(status).toBe(201)
    return body.id
  }

  const seenBy = async (as: As, user: string, partner: string) =>
    (await as(user, 'GET', `/conversations/${partner}/`)).body.results

  const unreadOf = async (as: As, user: string) => (await as(user, 'GET', '/unread/')).body.count

  describe('sending', () => {
    it('case 19: answers with the message, seven keys, integers as integers', async () => {
      const { as } = await start()
      const { status, body } = await as(alice, 'POST', `/send/${bob}/`, { content: 'Hello, world!' })
      expect(status).toBe(201)
      expect(Object.keys(body).toSorted()).toEqual(keys)
      expect(body).toEqual({
        id: 1,
        sender: 1,
        recipient: 2,
        direction: 'out',
        sent_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        read_at: null,
        content: 'Hello, world!',
      })
    })

    it('case 20: into a conversation, answers with all of it, newest first', async () => {
      const { as } = await start()
      await send(as, bob, alice, 'one')
      const { status, body } = await as(alice, 'POST', `/conversations/${bob}/`, { content: 'two' })
      expect(status).toBe(201)
      expect(body).toMatchObject([
        { content: 'two', direction: 'out', read_at: null },
        { content: 'one', direction: 'in', read_at: expect.any(String) },
      ])
      expect(await unreadOf(as, alice)).toBe(0)
    })

    it.each([[{ content: '' }], [{}], [{ content: 0 }], [{ content: false }], [{ content: [] }], [{ content: null }]])(
      'case 21: %j has no content',
      async (body) => {
        const { as } = await start()
        const refusal = { status: 400, body: { detail: 'content is required' } }
        expect(await as(alice, 'POST', `/send/${bob}/`, body)).toMatchObject(refusal)
        expect(await as(alice, 'POST', `/conversations/${bob}/`, body)).toMatchObject(refusal)
        expect(await seenBy(as, alice, bob)).toEqual([])
      },
    )

    it.each([
      [7, '7'],
      [true, 'True'],
      [{ a: 1 }, '{"a":1}'],
    ])('content that is no text is written as one: %j', async (content, written) => {
      const { as } = await start()
      expect((await as(alice, 'POST', `/send/${bob}/`, { content })).body.content).toBe(written)
    })

    it('content of nothing visible is refused, which the forerunner took', async () => {
      const { as } = await start()
      expect(await as(alice, 'POST', `/send/${bob}/`, { content: '   ' })).toMatchObject({
        status: 400,
        body: { code: 'invalid', detail: expect.stringContaining('visible') },
      })
    })

    it('case 22: an unknown user comes before anything in the body', async () => {
      const { as } = await start()
      for (const path of ['/send/77/', '/conversations/77/', '/send/%00/'])
        expect(await as(alice, 'POST', path, {})).toMatchObject({ status: 404, body: { detail: 'Not found.' } })
      expect(await as(alice, 'GET', '/conversations/77/')).toMatchObject({ status: 404 })
    })

    it('case 5: nobody writes to themselves; one reads that there is nothing', async () => {
      const { as } = await start()
      const self = await as(alice, 'POST', `/send/${alice}/`, { content: 'me' })
      expect(self).toMatchObject({ status: 400, body: { code: 'self_message' } })
      const nothing = { next: null, previous: null, results: [] }
      expect(await as(alice, 'GET', `/conversations/${alice}/`)).toMatchObject({ status: 200, body: nothing })
    })

    it('case 31: whom people may write to is asked anew each time', async () => {
      let allowed: readonly string[] | null = [support]
      const { as } = await start({ policies: [allowedRecipients(() => allowed)] })
      const status = async (from: string, to: string) =>
        (await as(from, 'POST', `/send/${to}/`, { content: 'hi' })).status
      expect(await status(alice, support)).toBe(201)
      expect(await status(alice, bob)).toBe(400)
      expect(await status(support, alice)).toBe(201)
      expect(await status(support, bob)).toBe(201)
      for (const none of [null, []]) {
        allowed = none
        expect(await status(alice, bob)).toBe(201)
      }
      allowed = [support]
      expect(await status(bob, alice)).toBe(400)
      expect(await seenBy(as, bob, alice)).toHaveLength(2)
    })
  })

  describe('reading', () => {
    it('case 23: comes in pages of fifty, with absolute links both ways', async () => {
      const { as } = await start()
      for (const n of upTo(55)) await send(as, alice, bob, `${n}`)
      const path = `/conversations/${bob}/?lang=en`
      const { body: first } = await as(alice, 'GET', path)
      expect(first.results).toHaveLength(50)
      expect([first.results[0]?.content, first.previous]).toEqual(['55', null])
      expect(first.next).toMatch(/^https:\/\/app\.example\/api\/dm\/conversations\/2\/\?lang=en&cursor=[\w-]+$/)
      const { body: second } = await as(alice, 'GET', first.next)
      expect([second.results.length, second.next]).toEqual([5, null])
      expect(new Set(idsIn([...first.results, ...second.results])).size).toBe(55)
      expect((await as(alice, 'GET', second.previous)).body).toEqual(first)
    })

    it.each(['x', 'WzFd', 'WyItMSJd'])('the cursor %s is none of ours', async (cursor) => {
      const { as } = await start()
      const refusal = { status: 404, body: { detail: 'Invalid cursor' } }
      expect(await as(alice, 'GET', `/conversations/?cursor=${cursor}`)).toMatchObject(refusal)
      expect(await as(alice, 'GET', `/conversations/${bob}/?cursor=${cursor}`)).toMatchObject(refusal)
    })

    it('case 24: reading marks what came in, as the same answer shows, and never what went out', async () => {
      const { as } = await start()
      await send(as, bob, alice)
      await send(as, alice, bob)
      expect(await seenBy(as, alice, bob)).toMatchObject([
        { direction: 'out', read_at: null },
        { direction: 'in', read_at: expect.any(String) },
      ])
      expect([await unreadOf(as, alice), await unreadOf(as, bob)]).toEqual([0, 1])
      expect(await seenBy(as, bob, alice)).toMatchObject([{ read_at: expect.any(String) }, {}])
      expect(await seenBy(as, alice, bob)).toMatchObject([{ read_at: expect.any(String) }, {}])
    })

    it('reading marks all of it, not this page, and counting goes beyond a hundred', async () => {
      const { as, messaging } = await start()
      const writer = messaging.as(bob)
      for (const n of upTo(120)) await writer.messages.sendToUsers({ userIds: [alice], body: `${n}` })
      expect(await unreadOf(as, alice)).toBe(120)
      expect(await seenBy(as, alice, bob)).toHaveLength(50)
      expect(await unreadOf(as, alice)).toBe(0)
    })

    it('each message keeps the time at which it was read', async () => {
      const { as } = await start()
      const times: string[] = []
      for (const n of upTo(3)) {
        await send(as, bob, alice, `${n}`)
        const [newest] = await seenBy(as, alice, bob)
        times.unshift(newest?.read_at ?? '')
      }
      const messages = await seenBy(as, bob, alice)
      expect(messages.map(({ read_at }) => read_at)).toEqual(times)
    })

    it('cases 25 and 26: what is unread is counted in all and by partner', async () => {
      const { as, messaging } = await start()
      const empty = await as(alice, 'GET', '/conversations/unread/')
      expect(empty).toMatchObject({ status: 200, body: [] })
      const first = await send(as, bob, alice)
      await send(as, bob, alice)
      await send(as, carol, alice)
      await send(as, alice, carol)
      await messaging.as(bob).messages.sendToUsers({ userIds: [alice, carol], body: 'a group is none of this' })
      expect((await as(alice, 'GET', '/unread/')).body).toEqual({ id: 1, count: 3 })
      const { body } = await as(alice, 'GET', '/conversations/unread/')
      expect(body).toHaveLength(2)
      expect(body).toContainEqual({ partner_id: 2, partner_username: 'bob', unread_count: 2 })
      expect(body).toContainEqual({ partner_id: 3, partner_username: 'carol', unread_count: 1 })
      await directmessages(messaging).readMessage({ user: alice, id: first })
      expect((await as(alice, 'GET', '/unread/')).body.count).toBe(2)
    })

    it('case 35: partners come in pages of fifty, latest activity first', async () => {
      const { as, messaging } = await start()
      for (const { id } of crowd) await messaging.as(alice).messages.sendToUsers({ userIds: [id], body: 'hi' })
      const { body: first } = await as(alice, 'GET', '/conversations/')
      const { body: second } = await as(alice, 'GET', first.next)
      const { body: third } = await as(alice, 'GET', second.next)
      const pages = [first, second, third].map(({ results }) => results.length)
      expect([pages, third.next]).toEqual([[50, 50, 20], null])
      const ids = idsIn([first, second, third].flatMap(({ results }) => results))
      expect(ids).toEqual(crowd.map(({ id }) => Number(id)).toReversed())
      expect((await as(alice, 'GET', third.previous)).body).toEqual(second)
      expect(first.results[0]).toEqual({ id: 1120, username: '1120', first_name: '', last_name: '' })
    })

    it('a partner with whom nothing is left to see is not listed', async () => {
      const { as } = await start()
      const id = await send(as, alice, bob)
      await send(as, alice, carol)
      await as(alice, 'DELETE', `/messages/${id}/`)
      expect((await as(alice, 'GET', '/conversations/')).body).toEqual({
        next: null,
        previous: null,
        results: [{ id: 3, username: 'carol', first_name: 'Carol', last_name: '' }],
      })
      expect((await as(bob, 'GET', '/conversations/')).body.results).toHaveLength(1)
    })
  })

  describe('removing', () => {
    it('case 27: takes mine out of my view only; removing again is no mistake', async () => {
      const { as } = await start()
      const id = await send(as, alice, bob)
      for (const _ of upTo(2))
        expect(await as(alice, 'DELETE', `/messages/${id}/`)).toMatchObject({ status: 204, body: null })
      expect([await seenBy(as, alice, bob), await unreadOf(as, bob)]).toEqual([[], 1])
      expect(await seenBy(as, bob, alice)).toHaveLength(1)
    })

    it('case 28: what I remove unread is not counted, and never read', async () => {
      const { as } = await start()
      const id = await send(as, bob, alice)
      expect(await unreadOf(as, alice)).toBe(1)
      await as(alice, 'DELETE', `/messages/${id}/`)
      expect(await unreadOf(as, alice)).toBe(0)
      expect(await seenBy(as, bob, alice)).toHaveLength(1)
    })

    it('case 29: both may', async () => {
      const { as } = await start()
      const id = await send(as, alice, bob)
      await as(alice, 'DELETE', `/messages/${id}/`)
      await as(bob, 'DELETE', `/messages/${id}/`)
      expect([await seenBy(as, alice, bob), await seenBy(as, bob, alice)]).toEqual([[], []])
      expect(await as(bob, 'DELETE', `/messages/${id}/`)).toMatchObject({ status: 204 })
    })

    it('case 30: what is not there and what is not mine look the same', async () => {
      const { as } = await start()
      const id = await send(as, bob, carol)
      for (const wrong of [id, 999, 'x', '01', '-1'])
        expect(await as(alice, 'DELETE', `/messages/${wrong}/`)).toMatchObject(messageMissing)
    })
  })

  describe('beside native clients', () => {
    it('numbers are given in the order of the messages, whoever sent them', async () => {
      const { as, messaging } = await start({ clock: fakeClock() })
      const { id: conversationId } = await messaging.as(alice).conversations.startDirect({ userId: bob })
      for (const n of upTo(8)) await messaging.as(alice).messages.send({ conversationId, body: `${n}` })
      expect(idsIn(await seenBy(as, bob, alice))).toEqual(upTo(8).toReversed())
      expect(await send(as, bob, alice)).toBe(9)
    })

    it('who was erased is no partner any more', async () => {
      const { as, messaging } = await start()
      await send(as, alice, bob)
      await messaging.as(bob).account.erase()
      expect((await as(alice, 'GET', '/conversations/')).body.results).toEqual([])
      expect((await as(alice, 'GET', '/conversations/unread/')).body).toEqual([])
    })

    it('what was taken back is gone here too', async () => {
      const { as, messaging } = await start()
      const { message } = await messaging.as(alice).messages.sendToUsers({ userIds: [bob], body: 'oops' })
      await messaging.as(alice).messages.retract({ messageId: message.id })
      expect([await seenBy(as, bob, alice), await unreadOf(as, bob)]).toEqual([[], 0])
    })
  })

  describe('who asks', () => {
    it.each([
      ['GET', '/unread/'],
      ['GET', '/conversations/'],
      ['GET', '/conversations/unread/'],
      ['GET', '/conversations/2/'],
      ['POST', '/conversations/2/'],
      ['DELETE', '/messages/1/'],
      ['POST', '/send/2/'],
    ])('case 33: %s %s is for who is signed in', async (method, path) => {
      const { as } = await start()
      expect(await as(null, method, path)).toMatchObject({
        status: 401,
        body: { detail: 'Authentication credentials were not provided.' },
      })
    })

    it('a method that a path does not know is 405, an unknown path 404', async () => {
      const { as } = await start()
      const wrong = await as(alice, 'PUT', '/send/2/', {})
      expect(wrong).toMatchObject({ status: 405, body: { detail: 'Method "PUT" not allowed.' } })
      expect(wrong.headers.get('allow')).toBe('POST')
      expect(await as(alice, 'POST', '/conversations/unread/', { content: 'x' })).toMatchObject({ status: 405 })
      expect(await as(alice, 'GET', '/nowhere/')).toMatchObject({ status: 404, body: { detail: 'Not found.' } })
    })

    it('a page of somebody else reads without marking, and changes nothing', async () => {
      const messaging = await open()
      const authenticate = () => ({ userId: alice })
      const as = clientsOf<Body>(mountDirectmessages({ messaging, authenticate }), '/dm')
      await messaging.as(bob).messages.sendToUsers({ userIds: [alice], body: 'hi' })
      const foreign = { cookie: 'sessionid=1', 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
      const read = await as(null, 'GET', `/conversations/${bob}/`, undefined, foreign)
      expect(read).toMatchObject({ status: 200, body: { results: [{ read_at: null }] } })
      expect(await as(null, 'POST', `/send/${bob}/`, { content: 'x' }, foreign)).toMatchObject({ status: 403 })
      const own = { cookie: 'sessionid=1', 'sec-fetch-site': 'same-origin' }
      await as(null, 'GET', `/conversations/${bob}/`, undefined, own)
      expect(await unreadOf(as, alice)).toBe(0)
    })
  })

  describe('signals', () => {
    const listening = async () => {
      const signals = directmessagesListeners(() => messaging)
      const { as, messaging } = await start({ plugins: [signals.plugin] })
      const heard: string[] = []
      const write =
        (what: string) =>
        ({ message, fromUser, to }: DirectMessage): void =>
          void heard.push(`${what} ${message.body} ${fromUser} ${to}`)
      signals.onMessageRead(() => {
        throw new Error('a receiver of the host fails')
      })
      signals.onMessageSent(write('sent'))
      signals.onMessageRead(write('read'))
      return { as, messaging, heard }
    }

    it('case 32: a message is heard of once when it is sent, and once when it is read', async () => {
      const { as, heard } = await listening()
      await send(as, bob, alice, 'one')
      await send(as, bob, alice, 'two')
      await seenBy(as, alice, bob)
      await seenBy(as, alice, bob)
      await as(alice, 'POST', `/send/${alice}/`, { content: 'x' })
      await send(as, alice, bob, 'three')
      const expected = ['sent one 2 1', 'sent two 2 1', 'read one 2 1', 'read two 2 1', 'sent three 1 2']
      await eventually(() => expect(heard).toEqual(expected))
    })

    it('each of many messages is heard of once, however they were sent and read at once', async () => {
      const { as, messaging, heard } = await listening()
      await send(as, bob, alice, 'first')
      const both = upTo(20).flatMap((n) => [
        messaging.as(bob).messages.sendToUsers({ userIds: [alice], body: `${n}` }),
        as(alice, 'GET', `/conversations/${bob}/`),
      ])
      await Promise.all(both)
      await seenBy(as, alice, bob)
      await send(as, alice, bob, 'the end')
      await eventually(() => expect(heard).toContain('sent the end 1 2'))
      const told = (what: string) => heard.filter((line) => line.startsWith(what))
      expect(told('sent')).toHaveLength(22)
      expect([told('read').length, new Set(told('read')).size]).toEqual([21, 21])
    })

    it('what is read again before anybody was told is told of in full', async () => {
      const signals = directmessagesListeners(() => messaging)
      const { messaging } = await start({ plugins: [signals.plugin] })
      const reads: (string | null)[] = []
      signals.onMessageRead(({ message }) => void reads.push(message.body))
      const { message } = await messaging.as(bob).messages.sendToUsers({ userIds: [alice], body: '1' })
      const { conversationId } = message
      for (const n of upTo(4).slice(1)) await messaging.as(bob).messages.send({ conversationId, body: `${n}` })
      for (const seq of upTo(4)) await messaging.as(alice).receipts.markRead({ conversationId, seq })
      await eventually(() => expect(reads).toEqual(['1', '2', '3', '4']))
    })

    it('what one removed unread is never heard of as read; what was sent comes before what was read', async () => {
      const { as, heard } = await listening()
      const id = await send(as, bob, alice, 'one')
      await as(alice, 'DELETE', `/messages/${id}/`)
      await send(as, bob, alice, 'two')
      await as(alice, 'POST', `/conversations/${bob}/`, { content: 'three' })
      const expected = ['sent one 2 1', 'sent two 2 1', 'sent three 1 2', 'read two 2 1']
      await eventually(() => expect(heard).toEqual(expected))
    })
  })

  describe('the service', () => {
    it('sends, lists, reads one, and says from whom it is', async () => {
      const { messaging } = await start({ showEmails: true })
      const service = directmessages(messaging)
      await service.sendMessage({ sender: bob, recipient: alice, message: 'one' })
      await service.sendMessage({ sender: bob, recipient: alice, message: 'two' })
      const both = { user: alice, partner: bob }
      const bodies = async (input: { limit?: number; reversed?: boolean; markRead?: boolean } = {}) =>
        (await service.conversation({ ...both, ...input })).map(({ message, readAt }) => [
          message.body,
          readAt !== null,
        ])
      expect(await bodies()).toEqual([
        ['one', false],
        ['two', false],
      ])
      expect(await bodies({ limit: 1 })).toEqual([['two', false]])
      expect(await service.readMessage({ user: alice, id: 999 })).toBeNull()
      const as = clientsOf<Body>(mountDirectmessages({ messaging, authenticate: byToken }), '/dm')
      const [, first] = await seenBy(as, bob, alice)
      expect(await service.readMessageFormatted({ user: alice, id: first?.id ?? 0 })).toBe('bob@app.example: one')
      expect(await service.unreadCount(alice)).toBe(1)
      expect(await bodies({ reversed: true, markRead: true })).toEqual([
        ['two', true],
        ['one', true],
      ])
      const partners: string[] = []
      for await (const partner of service.conversations(alice)) partners.push(partner)
      expect(partners).toEqual([bob])
    })
  })
})
