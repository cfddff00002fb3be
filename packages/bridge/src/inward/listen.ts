import { StackExchangeError } from '@msg/stackexchange'
import type { ChatEvent, ChatEventOf } from '@msg/stackexchange'
import type { Pair, RemoteCursor } from '../bridge-store.ts'
import { remoteUserId } from '../link.ts'
import type { LinkParts } from '../parts.ts'
import { createTurns } from '../turns.ts'
import { catchUp } from './catch-up.ts'
import { deletedThere, follow, showStars } from './follow.ts'
import { fromEvent, fromHistory } from './remote-message.ts'
import { take } from './take.ts'

const types = [
  'message-posted',
  'message-edited',
  'message-deleted',
  'message-starred',
  'messages-moved',
  'user-changed',
] as const

type Heard = ChatEventOf<(typeof types)[number]>

/**
 * Reads the remote room for as long as the link runs: first what was missed, then, from `onListening` on, what happens. Rejects
 * where the account is put out of the room: it had better wait before it comes back.
 */
export const listen = async (parts: LinkParts, onListening: (side: 'there') => void): Promise<void> => {
  const { room, signal, store, link } = parts
  await room.join({ signal })
  const cursor = (await store.cursor(link.id)) ?? (await fromNowOn(parts))
  const since = cursor.eventId === null ? {} : { since: cursor.eventId }
  const events = room.newEvents({ types, signal, ...since })
  // Asked for before the past is read, so that nothing falls in between; what comes twice is known by its pair.
  const first = events.next()
  first.catch(() => {})
  await catchUp(parts, cursor.messageId ?? parts.newest.id)
  onListening('there')
  const inTurn = createTurns()
  const stop = onMended(parts, () => {
    // Of a gap that the server's log does not cover, the stream tells new messages only.
    inTurn(() => catchUp(parts, parts.newest.id)).catch(() =>
      parts.logger.warn('what changed while the line was down could not be read', { link: link.id }),
    )
  })
  try {
    for (let next = await first; next.done !== true; next = await events.next()) {
      const event = next.value
      await inTurn(() => hear(parts, event))
      await moveOn(parts, event)
    }
  } finally {
    stop()
  }
  if (!signal.aborted) throw new StackExchangeError('no-permission', { during: `room ${room.id}: put out` })
}

/** Calls back when the line to the remote server is live again after it was not; returns what ends it. */
const onMended = ({ chat }: LinkParts, mended: () => void): (() => void) => {
  let wasLive = chat.state === 'live'
  let wasEverLive = wasLive
  return chat.onState((state) => {
    const isLive = state === 'live'
    if (isLive && !wasLive && wasEverLive) mended()
    wasLive = isLive
    wasEverLive ||= isLive
  })
}

/** A link that never ran begins with what is said from now on. */
const fromNowOn = async ({ room, store, link, signal, newest, claim }: LinkParts): Promise<RemoteCursor> => {
  const [last] = await room.history({ limit: 1, signal })
  newest.id = last?.id ?? 0
  const cursor = { eventId: null, messageId: newest.id }
  await store.moveCursor(link.id, cursor)
  await claim.write({ there: { from: newest.id, upTo: newest.id } })
  return cursor
}

const moveOn = async ({ store, link, newest, claim }: LinkParts, { eventId }: ChatEvent): Promise<void> => {
  if (eventId !== null) await store.moveCursor(link.id, { eventId, messageId: newest.id })
  const { there } = claim.memo
  if (there !== null) claim.change({ there: { ...there, upTo: newest.id } })
}

const hear = async (parts: LinkParts, event: Heard): Promise<void> => {
  switch (event.type) {
    case 'message-posted':
      return take(parts, fromEvent(event))
    case 'message-edited':
      return edited(parts, event)
    case 'message-deleted':
      return forEachPair(parts, event.messageId, (pair) => deletedThere(parts, pair))
    case 'message-starred':
      return forEachPair(parts, event.messageId, (pair) => showStars(parts, event.stars, pair))
    case 'messages-moved':
      return moved(parts, event)
    case 'user-changed':
      return renamed(parts, event)
  }
}

const forEachPair = async (
  { store, link }: LinkParts,
  messageId: number,
  work: (pair: Pair) => Promise<void>,
): Promise<void> => {
  for (const pair of await store.pairsOfRemote(link.id, [messageId])) if (pair.state === 'paired') await work(pair)
}

/** The one who edits may be a moderator: only what is known already can be followed. */
const edited = async (parts: LinkParts, event: ChatEventOf<'message-edited'>): Promise<void> => {
  const pairs = await parts.store.pairsOfRemote(parts.link.id, [event.messageId])
  for (const pair of pairs) await follow(parts, fromEvent(event), pair)
}

/** What is moved away is gone from here; what is moved here is new. */
const moved = async (parts: LinkParts, event: ChatEventOf<'messages-moved'>): Promise<void> => {
  const { store, link, room, signal } = parts
  if (event.direction === 'out') {
    for (const id of event.messageIds) await forEachPair(parts, id, (pair) => deletedThere(parts, pair))
    return
  }
  for (const id of event.messageIds) {
    const known = await store.pairsOfRemote(link.id, [id])
    if (known.length > 0) continue
    const [message] = await room.history({ after: id - 1, before: id + 1, limit: 1, signal })
    if (message !== undefined) await take(parts, await fromHistory(message))
  }
}

const renamed = async (parts: LinkParts, { targetUser }: ChatEventOf<'user-changed'>): Promise<void> => {
  if (targetUser === null) return
  const puppet = remoteUserId(parts.link.server, targetUser.id)
  const [known] = await parts.store.people([puppet])
  // Of the many in the room, those who never wrote are nobody here.
  if (known === undefined) return
  // How somebody is shown is no reason to keep back what is said after it.
  const shown = await targetUser.info({ refresh: true, signal: parts.signal }).catch(() => null)
  if (shown !== null && (shown.name !== known.name || shown.avatarUrl !== known.avatarUrl))
    await parts.store.savePerson({ userId: puppet, name: shown.name, avatarUrl: shown.avatarUrl })
}
