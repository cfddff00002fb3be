/** My conversations, latest activity first, kept up to date. */
import type { ClientErrorCode } from '@msg/core/errors'
import type { Change, Conversation, ConversationKind, InboxPage, Profile, UserId } from '@msg/core'
import { startFailure } from './hub.ts'
import type { Hub } from './hub.ts'
import { createInboxList } from './inbox-list.ts'
import { createMeanwhile } from './meanwhile.ts'
import { repeated } from './repeated.ts'
import { sameMapOr, sameOr } from './same.ts'
import { createShown } from './view.ts'
import type { OpenView } from './view.ts'

/** How much of the inbox. */
export interface InboxOptions {
  /** Conversations loaded at a time, 1 to 100. Default 50. */
  readonly pageSize?: number
  /** Only conversations of this kind. Default: all. */
  readonly kind?: ConversationKind
}

/** An inbox at one moment. */
export interface InboxSnapshot {
  readonly status: 'loading' | 'ready'
  /** Latest activity first, with what was last said and what is unread. An unchanged conversation is the same object. */
  readonly conversations: readonly Conversation[]
  /** Whether there are more below. */
  readonly after: 'end' | 'more' | 'loading'
  /** Of their members (those named in them) and of who spoke last. */
  readonly profiles: ReadonlyMap<UserId, Profile>
  /** Why it could not be read, or was not yet. */
  readonly error: ClientErrorCode | null
}

/** My conversations. */
export interface InboxView extends OpenView<InboxSnapshot> {
  /** Shows a page more; resolves when it is there, or refused. */
  loadMore(): Promise<void>
  /** Reads again what is shown; at once, where that waits for another try. */
  reload(): Promise<void>
}

const empty: InboxSnapshot = {
  status: 'loading',
  conversations: [],
  after: 'loading',
  profiles: new Map(),
  error: null,
}

/** Opens the inbox. */
export const openInbox = (hub: Hub, { pageSize = 50, kind }: InboxOptions = {}): InboxView => {
  const { session, profiles } = hub
  const closing = new AbortController()
  const signal = AbortSignal.any([closing.signal, hub.signal])
  const shown = createShown(empty)
  const meanwhile = createMeanwhile()
  let next: string | null = null
  let isLoaded = false
  /** Calls that wait for a page more. */
  let growths = 0
  let quiet = false
  let error: ClientErrorCode | null = null

  const show = (): void => {
    if (quiet || signal.aborted) return
    const previous = shown.get()
    const conversations = sameOr(previous.conversations, isLoaded ? list.conversations() : [])
    shown.show({
      status: isLoaded ? 'ready' : 'loading',
      conversations,
      after: isLoaded && growths === 0 ? (next === null ? 'end' : 'more') : 'loading',
      profiles: sameMapOr(previous.profiles, profiles.of(namedIn(conversations))),
      error: error ?? startFailure(hub),
    })
  }
  const failed = ({ code }: { readonly code: ClientErrorCode }): void => {
    error = code
    show()
  }
  const list = createInboxList({ hub, signal, kind, changed: show })

  const page = async (after: string | null, running: AbortSignal): Promise<InboxPage> => {
    const input = { limit: pageSize, ...(kind === undefined ? {} : { kind }), ...(after === null ? {} : { after }) }
    const answer = await session.inbox.list(input, { signal: running })
    profiles.add(answer.profiles)
    return answer
  }
  /** The first pages, until there are as many as are shown. */
  const pages = async (running: AbortSignal): Promise<Pick<InboxPage, 'conversations' | 'next'>> => {
    const first = await page(null, running)
    const conversations = [...first.conversations]
    let after = first.next
    while (after !== null && conversations.length < list.size()) {
      const more = await page(after, running)
      conversations.push(...more.conversations)
      after = more.next
    }
    return { conversations, next: after }
  }
  const reading = repeated({
    hub,
    signal,
    refused: failed,
    failing: failed,
    run: (running) =>
      meanwhile.during(
        () => pages(running),
        (answer, since) => {
          ;[next, isLoaded, error] = [answer.next, true, null]
          if (list.replace(answer.conversations, since)) void reading.ask()
          show()
        },
      ),
  })
  const growing = repeated({
    hub,
    signal,
    refused: failed,
    async run(running) {
      if (!isLoaded || next === null) return
      const at = next
      await meanwhile.during(
        () => page(at, running),
        (answer, since) => {
          if (next !== at) return
          next = answer.next
          list.append(answer.conversations, since)
        },
      )
    },
  })
  const changes = (told: readonly Change[]): void => {
    quiet = true
    for (const change of told) {
      meanwhile.note(change)
      // Where in the order it belongs, only the server can tell.
      if (list.apply(change) === 'unknown') void reading.ask()
    }
    quiet = false
    show()
  }
  const stops = [hub.live.subscribe(show), hub.follow({ changes, resync: () => void reading.ask() })]
  signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true })
  void hub.opened().then(reading.ask)

  return {
    get: shown.get,
    subscribe: shown.subscribe,
    close: () => closing.abort(),
    reload: reading.again,
    async loadMore() {
      growths += 1
      show()
      await growing.ask()
      growths -= 1
      show()
    },
  }
}

const namedIn = (conversations: readonly Conversation[]): ReadonlySet<UserId> =>
  new Set(
    conversations.flatMap(({ memberIds, lastMessage }) =>
      lastMessage === null ? memberIds : [...memberIds, lastMessage.authorId],
    ),
  )
