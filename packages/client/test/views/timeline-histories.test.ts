import { isMsgError } from '@msg/core'
import type { Message, Session } from '@msg/core'
import * as fc from 'fast-check'
import { eventually } from '@msg/testing'
import { expect, it } from 'vitest'
import type { Timeline } from '../../src/views/index.ts'
import { cast, live, lives, livesOf } from './random-life.ts'
import type { Life, Step } from './random-life.ts'
import { openWorld } from './support.ts'

/** Where the timeline is looked at, besides what happens in it. */
const looks: Readonly<Record<string, (timeline: Timeline, draw: number, life: Life) => unknown>> = {
  before: (timeline) => timeline.loadBefore(),
  after: (timeline) => timeline.loadAfter(),
  latest: (timeline) => timeline.latest(),
  around: (timeline, draw, { messageIds }) => timeline.around(messageIds[draw % messageIds.length] ?? ''),
  firstUnread: (timeline) => timeline.firstUnread(),
  follow: (timeline, draw) => timeline.follow(draw % 2 === 0),
  reload: (timeline) => timeline.reload(),
}

const everything = async (session: Session, conversationId: string): Promise<readonly Message[]> =>
  (await session.messages.list({ conversationId, order: 'asc', limit: 100 })).messages

/** What is shown is what a fresh read finds: a stretch of it without a gap, and to the ends where it says so. */
const expectFresh = async (timeline: Timeline, session: Session, conversationId: string): Promise<void> => {
  const conversation = await session.conversations.get({ conversationId }).catch(refusal)
  const shown = timeline.get()
  if (conversation === 'not_found') return expect(shown).toMatchObject({ status: 'gone', rows: [] })
  expect(shown.status).toBe('ready')
  if (typeof conversation === 'string') return expect.fail(conversation)
  // Who left is not told what became of the messages they still see.
  if (conversation.me.status !== 'active') {
    const { status, can } = conversation.me
    return expect(shown.conversation).toMatchObject({ me: { status, can }, lastSeq: conversation.lastSeq })
  }
  expect(shown.conversation).toEqual(conversation)
  const all = (await everything(session, conversationId)).map(({ revision, ...row }) => ({
    ...row,
    state: 'sent',
    writes: [],
  }))
  const start = shown.rows.length === 0 ? 0 : all.findIndex(({ id }) => id === shown.rows[0]?.id)
  expect(shown.rows).toEqual(all.slice(start, start + shown.rows.length))
  if (shown.before === 'end') expect(start).toBe(0)
  if (shown.after === 'end' && shown.rows.length > 0) expect(shown.rows.at(-1)).toEqual(all.at(-1))
  if (shown.rows.length === 0 && all.length > 0) expect([shown.before, shown.after]).toContain('more')
  expect([shown.before, shown.after]).not.toContain('loading')
  const { members } = await session.members.list({ conversationId })
  const { receipts } = await session.receipts.list({ conversationId })
  expect(shown.members).toEqual(members)
  expect([...shown.receipts.values()]).toEqual(receipts)
}

const refusal = (error: unknown): string => {
  if (isMsgError(error)) return error.code
  throw error
}

const runLife = async (steps: readonly Step[], retain: number): Promise<void> => {
  const world = openWorld()
  const sessions = cast.map(world.session)
  const [ann, ben] = sessions
  if (ann === undefined || ben === undefined) return
  const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben', 'cat'] })
  const life: Life = { sessions, conversationIds: [conversationId], messageIds: [], count: 0 }
  const timeline = world.views(ben).timeline({ conversationId, pageSize: 4, retain })
  for (const step of steps) {
    const look = looks[step.act]
    // What is looked at loads while life goes on.
    if (look === undefined) await live(life, step)
    else look(timeline, step.draws[0], life)
  }
  await eventually(() => expectFresh(timeline, ben, conversationId))
}

const anyLife = livesOf({ before: 3, after: 3, latest: 2, around: 2, firstUnread: 1, follow: 1, reload: 1 })

it(`${lives.numRuns} random histories: at rest a timeline shows what a fresh read finds`, async () => {
  await expect(fc.assert(fc.asyncProperty(anyLife, fc.constantFrom(6, 600), runLife), lives)).resolves.toBeUndefined()
}, 300_000)
