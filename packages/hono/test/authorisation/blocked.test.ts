import { createMessaging } from '@msg/core'
import { expect, it } from 'vitest'
import { serve, textOf } from '../support/serve.ts'

/** A direct between an owner and somebody whom they have blocked since. */
const makeDirect = async () => {
  const messaging = createMessaging()
  const { call } = await serve({ messaging })
  const direct = await call('owner', 'POST /directs', { userId: 'blocked' })
  const place = `/conversations/${textOf(direct.body, 'id')}`
  const mine = await call('blocked', `POST ${place}/messages`, { body: 'mine' })
  const theirs = await call('owner', `POST ${place}/messages`, { body: 'theirs' })
  await call('owner', 'PUT /people/blocks', { userId: 'blocked' })
  const at = { place, mine: `/messages/${textOf(mine.body, 'id')}`, theirs: `/messages/${textOf(theirs.body, 'id')}` }
  return { call, at }
}

type Made = Awaited<ReturnType<typeof makeDirect>>['at']

/** What the blocked one gets. Written by hand, from the rules: column B of the authorisation matrix. */
const rows: readonly (readonly [what: string, status: number, request: (at: Made) => string, body?: object])[] = [
  ['reading the direct', 200, ({ place }) => `GET ${place}`],
  ['reading its messages', 200, ({ place }) => `GET ${place}/messages`],
  ['reading its members', 200, ({ place }) => `GET ${place}/members`],
  ['reading earlier texts', 200, ({ theirs }) => `GET ${theirs}/revisions`],
  ['marking as read', 200, ({ place }) => `PUT ${place}/read`, { seq: 2 }],
  ['hiding', 200, ({ theirs }) => `PUT ${theirs}/hidden`, {}],
  ['retracting what is mine', 200, ({ mine }) => `DELETE ${mine}`],
  ['retracting what is theirs', 403, ({ theirs }) => `DELETE ${theirs}`],
  ['leaving', 409, ({ place }) => `POST ${place}/leave`, {}],
  ['sending', 403, ({ place }) => `POST ${place}/messages`, { body: 'again' }],
  ['editing', 403, ({ mine }) => `PATCH ${mine}`, { body: 'other' }],
  ['reacting', 403, ({ theirs }) => `PUT ${theirs}/reactions`, { emoji: '👍' }],
  ['taking a reaction back', 403, ({ theirs }) => `DELETE ${theirs}/reactions?emoji=${encodeURIComponent('👍')}`],
  ['pinning', 403, ({ theirs }) => `PUT ${theirs}/pin`, {}],
  ['unpinning', 403, ({ theirs }) => `DELETE ${theirs}/pin`],
  ['renaming', 403, ({ place }) => `PATCH ${place}`, { title: 'x' }],
  ['inviting the blocker', 403, () => 'POST /groups', { userIds: ['owner'] }],
  ['blocking back', 200, () => 'PUT /people/blocks', { userId: 'owner' }],
]

for (const [what, status, request, body] of rows)
  it(`${what} by who was blocked answers ${status}`, async () => {
    const { call, at } = await makeDirect()
    const answer = await call('blocked', request(at), body)
    expect(answer.status).toBe(status)
    const told = JSON.stringify(answer.body).replaceAll('"blocked"', '')
    expect(told).not.toContain('block')
  })
