import type { Change, Profile, Signal } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { readFields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { eventsOf, signalEvents } from './events.ts'
import type { House } from './house.ts'
import { wrongReply } from './refusals.ts'

/** Changes in one answer at most, and a few more; `more` says whether to ask again at once. */
const changesAtOnce = 200

/** Milliseconds for which somebody who types is told of. */
const typingShown = 6_000

/**
 * What happened since a cursor, for clients that poll; without one, the cursor to begin with. `resync` says that too much has
 * happened since: load the chats afresh.
 */
export const readChanges = async ({ session, messaging, request }: Call, house: House): Promise<Reply> => {
  const { cursor } = await readFields(request)
  if (cursor !== undefined && cursor !== null && typeof cursor !== 'string')
    return wrongReply({ cursor: ['Not a valid string.'] })
  const heard = new Date(Date.now() - typingShown).toISOString()
  await using feed = messaging.feed(session.me, typeof cursor === 'string' ? { after: cursor, heard } : {})
  const found = await readUntilReady(feed)
  return jsonReply({
    events: [...(await eventsOf(session, house, found)), ...signalEvents(found.signals, session.me)],
    cursor: `${found.cursor}.${feed.tag}`,
    more: found.more,
    resync: found.resync,
  })
}

type Feed = ReturnType<Call['messaging']['feed']>

interface Found {
  readonly changes: readonly Change[]
  readonly profiles: readonly Profile[]
  readonly signals: readonly Signal[]
  readonly cursor: string
  readonly more: boolean
  readonly resync: boolean
}

const readUntilReady = async (feed: Feed): Promise<Found> => {
  const [changes, profiles, signals]: [Change[], Profile[], Signal[]] = [[], [], []]
  let [cursor, resync, more] = ['', false, false]
  for await (const event of feed) {
    if (event.type === 'signals') signals.push(...event.signals)
    else cursor = event.cursor
    if (event.type === 'changes') {
      changes.push(...event.changes)
      profiles.push(...event.profiles)
    }
    resync ||= event.type === 'resync'
    more = event.type === 'changes' && changes.length >= changesAtOnce
    if (event.type === 'ready' || more) break
  }
  return { changes, profiles, signals, cursor, more, resync }
}
