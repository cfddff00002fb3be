/** What I wrote and the server does not have yet: kept, sent in order, tried again, delivered once. */
import { randomIds } from '@msg/core'
import type { ClientErrorCode } from '@msg/core/errors'
import type { ConversationId } from '@msg/core'
import { watchSleep } from '../live/page-sleep.ts'
import type { Hub } from './hub.ts'
import { joinedMark, messageOf } from './outbox-entry.ts'
import type { OutboxEntry, OutboxWrite } from './outbox-entry.ts'
import { createOutboxList } from './outbox-list.ts'
import { createSender } from './outbox-sender.ts'
import type { Done } from './outbox-sender.ts'
import type { OutboxStore } from './outbox-store.ts'
import { sameOr } from './same.ts'
import { createShown } from './view.ts'
import type { View } from './view.ts'

/** An outbox at one moment. */
export interface OutboxSnapshot {
  /** What is not done, in the order in which it was written. */
  readonly entries: readonly OutboxEntry[]
  /** `loading` until what was kept from before is known; `standby` while another tab is the one that sends. */
  readonly state: 'loading' | 'standby' | 'sending'
  /**
   * `unauthenticated` when nothing is sent because the session is over: sign in, then {@link Outbox.resume}. `aborted` when the
   * client was closed.
   */
  readonly paused: ClientErrorCode | null
  /** False while the store refuses: what is written then is lost with the page. */
  readonly kept: boolean
}

/** The outbox of a user. */
export interface Outbox extends View<OutboxSnapshot> {
  /** Writes something down, to be done as soon as may be; answers its id. */
  add(conversationId: ConversationId, write: OutboxWrite): string
  /** Tries again what failed, and goes on with what was held up by it. */
  retry(id: string): void
  /** Takes back what is not done, with what depends on it. What is being sent at this moment may still arrive. */
  discard(id: string): void
  /** Tries at once whatever waits for another try. */
  resume(): void
  /** Forgets everything, in the store too: for signing out. */
  wipe(): Promise<void>
}

/** The outbox as the views use it. */
export interface OutboxParts {
  readonly outbox: Outbox
  /** Calls `listener` with what is done, just before the outbox is shown without it; returns its unsubscribe. */
  onDone(listener: (done: Done) => void): () => void
}

/** Makes the outbox of a session. It begins at once to load what was kept, and to send when it is its turn. */
export const createOutbox = (hub: Hub, store: OutboxStore): OutboxParts => {
  const { session, clock, signal } = hub
  const list = createOutboxList(store, session.me, clock.now)
  const ids = randomIds(clock)
  const listeners = new Set<(done: Done) => void>()
  let state: OutboxSnapshot['state'] = 'loading'
  let awake: AbortController
  const shown = createShown<OutboxSnapshot>({ entries: [], state, paused: null, kept: true })
  const changed = (): void => {
    const next = { entries: list.entries(), state, paused: sender.paused(), kept: list.works() }
    if (!isSame(shown.get(), next)) shown.show(next)
  }
  const sender = createSender({
    hub,
    list,
    maySend: () => state === 'sending',
    done: (done) => {
      for (const listener of listeners) listener(done)
    },
    changed,
  })
  const keep = (entry: OutboxEntry): string => {
    void list.keep(entry).then(sender.pump)
    changed()
    return entry.id
  }
  const drop = (id: string): void => {
    sender.abort(id)
    list.remove(id)
  }
  /** What waits here is being sent by another tab, perhaps: then it is taken back, and the new one has an id of its own. */
  const replace = (entry: OutboxEntry, other: OutboxEntry): string => {
    if (state !== 'standby') return keep({ ...entry, id: other.id })
    keep(entry)
    drop(other.id)
    return entry.id
  }
  const load = async (): Promise<void> => {
    await list.load(sender)
    if (state === 'loading') state = 'standby'
    sender.pump()
  }
  /** Waits for its turn, and sends until it ends; who sleeps with the turn would keep it from the others. */
  const begin = (): void => {
    awake = new AbortController()
    const turn = AbortSignal.any([signal, awake.signal])
    const lead = async (): Promise<void> => {
      await load()
      if (turn.aborted) return
      state = 'sending'
      const ended = new Promise((resolve) => turn.addEventListener('abort', resolve))
      sender.pump()
      await ended
    }
    void load()
    // Whoever comes to their end while waiting for a turn does not send; what is kept is sent by others.
    void store.lead(session.me, turn, lead).catch(() => {})
  }
  const sleep = (): void => {
    awake.abort()
    if (state === 'sending') state = 'standby'
    changed()
  }
  begin()
  const stops = [store.onChange(session.me, () => void load()), watchSleep({ sleep, wake: begin })]
  signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true })

  const outbox: Outbox = {
    ...shown,
    add(conversationId, write) {
      const entry = newEntry(conversationId, write)
      const joined = joinedMark(entry, list.entries())
      return joined === null ? keep(entry) : replace(...joined)
    },
    retry(id) {
      const entry = list.get(id)
      if (entry?.state === 'failed') keep({ ...entry, state: 'queued', attempts: 0, failure: null })
    },
    discard(id) {
      const discarded = list.get(id)
      if (discarded?.write.verb === 'messages.send')
        for (const entry of list.entries()) if (messageOf(entry) === id) drop(entry.id)
      drop(id)
      sender.pump()
    },
    resume: sender.resume,
    async wipe() {
      for (const { id } of list.entries()) sender.abort(id)
      const wiped = list.wipe()
      changed()
      await wiped
    },
  }
  const newEntry = (conversationId: ConversationId, write: OutboxWrite): OutboxEntry => ({
    id: write.verb === 'messages.send' ? write.input.id : ids.next(),
    userId: session.me,
    conversationId,
    write,
    at: new Date(clock.now()).toISOString(),
    position: list.nextPosition(),
    state: 'queued',
    attempts: 0,
    failure: null,
  })
  return {
    outbox,
    onDone(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const isSame = (one: OutboxSnapshot, other: OutboxSnapshot): boolean =>
  one.state === other.state &&
  one.paused === other.paused &&
  one.kept === other.kept &&
  sameOr(one.entries, other.entries) === one.entries
