/** Who is typing in a conversation, and telling that I am. */
import type { ConversationId, Profile, Signal, UserId } from '@msg/core'
import type { Hub } from './hub.ts'
import { sameMapOr, sameOr } from './same.ts'
import { createShown } from './view.ts'
import type { OpenView } from './view.ts'

/** Where. */
export interface TypingOptions {
  readonly conversationId: ConversationId
}

/** Who is typing at one moment. */
export interface TypingSnapshot {
  /** Others than me, who began first first. */
  readonly userIds: readonly UserId[]
  readonly profiles: ReadonlyMap<UserId, Profile>
}

/** The typing in a conversation. */
export interface TypingView extends OpenView<TypingSnapshot> {
  /** Call it whenever I typed something: the others are told now and then. */
  typed(): void
  /** Call it when I gave up; a message I send says so by itself. */
  stopped(): void
}

/** Milliseconds for which it is shown that somebody types, unless they say so again. */
const shownFor = 6_000
/** Milliseconds after which it is said again that I type. */
const saidFor = 3_000

/** Opens the typing of a conversation I am a member of. */
export const openTyping = (hub: Hub, { conversationId }: TypingOptions): TypingView => {
  const { session, clock } = hub
  const closing = new AbortController()
  const signal = AbortSignal.any([closing.signal, hub.signal])
  const shown = createShown<TypingSnapshot>({ userIds: [], profiles: new Map() })
  /** Who types, with what ends it. */
  const typing = new Map<UserId, () => void>()
  let saidAt: number | null = null

  const show = (): void => {
    const { userIds, profiles } = shown.get()
    const next = sameOr(userIds, [...typing.keys()])
    if (next !== userIds) shown.show({ userIds: next, profiles: sameMapOr(profiles, hub.profiles.of(next)) })
  }
  const end = (userId: UserId): void => {
    typing.get(userId)?.()
    if (typing.delete(userId)) show()
  }
  const take = ({ conversationId: where, userId, typing: types }: Signal): void => {
    if (where !== conversationId || userId === session.me) return
    if (!types) return end(userId)
    typing.get(userId)?.()
    typing.set(
      userId,
      clock.after(shownFor, () => end(userId)),
    )
    show()
  }
  const say = (types: boolean): void => {
    saidAt = types ? clock.now() : null
    // Nobody waits for it, and nothing is lost with it.
    session.live.typing({ conversationId, typing: types }, { signal }).catch(() => {})
  }
  const stopFollowing = hub.follow({
    signals: (signals) => signals.forEach(take),
    changes: (changes) => {
      for (const { type, subject } of changes) {
        if (type !== 'message.sent' || subject === 'gone' || subject.conversationId !== conversationId) continue
        if (subject.authorId === session.me) saidAt = null
        end(subject.authorId)
      }
    },
    resync: () => {},
  })
  const stop = (): void => {
    stopFollowing()
    for (const cancel of typing.values()) cancel()
  }
  signal.addEventListener('abort', stop, { once: true })
  void hub.opened()

  return {
    get: shown.get,
    subscribe: shown.subscribe,
    close: () => closing.abort(),
    typed() {
      if (saidAt === null || Math.abs(clock.now() - saidAt) >= saidFor) say(true)
    },
    stopped() {
      if (saidAt !== null) say(false)
    },
  }
}
