import type { Change, ChangeType, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { readerOf } from './live-events.ts'
import type { LiveReader } from './live-events.ts'
import { withTargets } from './with-sessions.ts'
import type { AboutTargets } from './with-sessions.ts'

/**
 * In and around a public room about a target: `admin` moderates it and is in it, `member` and `named` are in it too; `left`
 * and `removed` were, `newcomer` joins after the change. `watcher` watches it, `guest` could but does not, `stranger` sees nothing.
 */
const roles = ['admin', 'member', 'named', 'left', 'removed', 'newcomer', 'watcher', 'guest', 'stranger'] as const
type Role = (typeof roles)[number]

interface World {
  readonly sessions: ReadonlyMap<Role, Session>
  readonly conversationId: string
  /** Of `member`. */
  readonly messageId: string
}

/** What makes a change, and who is told of it. Written by hand. */
interface Row {
  readonly act: (of: (role: Role) => Session, world: World) => Promise<unknown>
  readonly told: readonly Role[]
}

const inside: readonly Role[] = ['admin', 'member', 'named']
const everybody: readonly Role[] = [...inside, 'watcher']

/** A type of change without a row does not compile; null: it has cases of its own (an erasure; what the host imports or revokes). */
const table: { readonly [Type in ChangeType]: Row | null } = {
  'conversation.created': {
    act: (of) => of('admin').conversations.startGroup({ userIds: ['member', 'named'] }),
    told: inside,
  },
  'conversation.updated': {
    act: (of, { conversationId }) => of('admin').conversations.update({ conversationId, title: 'renamed' }),
    told: everybody,
  },
  'conversation.deleted': {
    act: (of, { conversationId }) => of('admin').conversations.delete({ conversationId }),
    // Who left may still show what they saw.
    told: [...everybody, 'left'],
  },
  'member.added': {
    act: (of, { conversationId }) => of('guest').members.join({ conversationId }),
    told: [...everybody, 'guest'],
  },
  'member.left': { act: (of, { conversationId }) => of('named').members.leave({ conversationId }), told: everybody },
  'member.removed': {
    act: (of, { conversationId }) => of('admin').members.remove({ conversationId, userId: 'named' }),
    told: everybody,
  },
  'member.role': {
    act: (of, { conversationId }) => of('admin').members.setRole({ conversationId, userId: 'named', role: 'admin' }),
    told: everybody,
  },
  'message.sent': {
    act: (of, { conversationId }) => of('member').messages.send({ conversationId, body: 'hello' }),
    told: everybody,
  },
  'message.edited': {
    act: (of, { messageId }) => of('member').messages.edit({ messageId, body: 'edited' }),
    told: everybody,
  },
  'message.retracted': { act: (of, { messageId }) => of('member').messages.retract({ messageId }), told: everybody },
  'message.purged': { act: (of, { messageId }) => of('admin').messages.purge({ messageId }), told: everybody },
  'message.pinned': { act: (of, { messageId }) => of('admin').messages.pin({ messageId }), told: everybody },
  'message.unpinned': {
    act: async (of, { messageId }) => {
      await of('admin').messages.pin({ messageId })
      await of('admin').messages.unpin({ messageId })
    },
    told: everybody,
  },
  'reaction.added': {
    act: (of, { messageId }) => of('named').reactions.add({ messageId, emoji: '👍' }),
    told: everybody,
  },
  'reaction.removed': {
    act: async (of, { messageId }) => {
      await of('named').reactions.add({ messageId, emoji: '👍' })
      await of('named').reactions.remove({ messageId, emoji: '👍' })
    },
    told: everybody,
  },
  'receipt.advanced': {
    act: (of, { conversationId }) => of('named').receipts.markRead({ conversationId, seq: 1 }),
    told: inside,
  },
  'message.hidden': { act: (of, { messageId }) => of('named').messages.hide({ messageId }), told: ['named'] },
  'inbox.cleared': { act: (of, { conversationId }) => of('named').inbox.clear({ conversationId }), told: ['named'] },
  'inbox.muted': {
    act: (of, { conversationId }) => of('named').inbox.mute({ conversationId, until: '2040-01-01T00:00:00.000Z' }),
    told: ['named'],
  },
  'user.blocked': { act: (of) => of('member').people.block({ userId: 'named' }), told: ['member'] },
  'user.unblocked': {
    act: async (of) => {
      await of('member').people.block({ userId: 'named' })
      await of('member').people.unblock({ userId: 'named' })
    },
    told: ['member'],
  },
  'conversation.imported': null,
  'user.erased': null,
  'session.revoked': null,
}

const makeWorld = async ({ targets, session }: AboutTargets): Promise<World> => {
  for (const role of roles) if (role !== 'stranger') targets.grant(role, '1', 'view')
  targets.grant('admin', '1', 'moderate')
  const sessions = new Map<Role, Session>()
  for (const role of roles) sessions.set(role, await session(role))
  const { admin, member, ...others } = Object.fromEntries(sessions)
  if (admin === undefined || member === undefined) throw new TypeError('they were made')
  const { id: conversationId } = await admin.conversations.openRoom({ target: project('1') })
  for (const one of [admin, member, others['named'], others['left'], others['removed']])
    await one?.members.join({ conversationId })
  const { id: messageId } = await member.messages.send({ conversationId, body: 'first' })
  await others['left']?.members.leave({ conversationId })
  await admin.members.remove({ conversationId, userId: 'removed' })
  for (const role of ['left', 'removed']) targets.revoke(role, '1', 'view')
  return { sessions, conversationId, messageId }
}

/** What comes in until a barrier, or the end; without what was done for this test only. */
const changesUntil = async (live: LiveReader, isBarrier: (change: Change) => boolean): Promise<readonly Change[]> => {
  const changes: Change[] = []
  for (;;) {
    const [change] = await live.changes(1).catch(() => [])
    if (change === undefined) return changes
    if (isBarrier(change)) return changes
    if (!isScaffold(change)) changes.push(change)
  }
}

const saysBarrier = ({ subject }: Change): boolean =>
  subject !== 'gone' && 'body' in subject && subject.body === 'barrier'

/** The newcomer's joining, and the message that ends a watch's part. */
const isScaffold = (change: Change): boolean => {
  const { subject } = change
  return saysBarrier(change) || (subject !== 'gone' && 'userId' in subject && subject.userId === 'newcomer')
}

/** How often each role is told of a type: by the stream, and by a later read. */
const toldOf = async (about: AboutTargets, type: ChangeType, { act }: Row) => {
  const world = await makeWorld(about)
  const { sessions, conversationId } = world
  const of = (role: Role): Session => sessions.get(role) ?? expect.fail(role)
  const cursors = new Map<Role, string>()
  const streams = new Map<Role, LiveReader>()
  for (const [role, session] of sessions) {
    const live = readerOf(role === 'watcher' ? session.live.watch({ conversationId }) : session.live.subscribe())
    await live.untilReady()
    streams.set(role, live)
    cursors.set(role, (await session.live.read()).cursor)
  }
  await act(of, world)
  await of('newcomer')
    .members.join({ conversationId })
    .catch(() => null)
  await of('admin')
    .messages.send({ conversationId, body: 'barrier' })
    .catch(() => null)
  const clerk = await about.session('clerk')
  const count = (changes: readonly Change[]): number => changes.filter((change) => change.type === type).length
  const told: Record<string, readonly [live: number, feed: number]> = {}
  for (const [role, live] of streams) {
    const direct = role === 'watcher' ? null : await clerk.conversations.startDirect({ userId: role })
    const isBarrier = (change: Change): boolean =>
      direct === null ? saysBarrier(change) : change.conversationId === direct.id
    const seen = await changesUntil(live, isBarrier)
    const { changes } = await of(role).live.read({ after: cursors.get(role) ?? '', limit: 500 })
    told[role] = [count(seen), count(changes.filter((change) => !isBarrier(change) && !isScaffold(change)))]
  }
  return told
}

const isType = (type: string): type is ChangeType => Object.hasOwn(table, type)

/** A case for each type of change: everybody the table names is told once, by stream and by read, and nobody else is. */
export const audienceCases: readonly ConformanceCase<SessionContext>[] = Object.entries(table).flatMap(
  ([type, row]): readonly ConformanceCase<SessionContext>[] => {
    if (row === null || !isType(type)) return []
    return [
      {
        name: `of ${type} are told: ${row.told.join(', ')}`,
        proves: ['live.subscribe', 'live.read', 'live.watch'],
        run: withTargets(async (about) => {
          const expected = roles.map((role) => {
            const live = row.told.includes(role) ? 1 : 0
            // A watch has no past.
            return [role, [live, role === 'watcher' ? 0 : live]]
          })
          expect(await toldOf(about, type, row)).toEqual(Object.fromEntries(expected))
        }),
      },
    ]
  },
)
