import type { ConversationId, UserId } from '../model/ids.ts'
import type { Signal } from '../model/signal.ts'
import type { LoggedChange, Window } from '../ports/store.ts'
import type { LiveEvent } from '../session.ts'
import { createAudience } from './audience.ts'

/** A batch of changes as it goes to everyone it concerns: one object, however many they are. Its cursor is a shared one. */
export type ChangeBatch = Extract<LiveEvent, { type: 'changes' }>

/** Signals as they go to everyone they concern: one object, however many they are. */
export type SignalBatch = Extract<LiveEvent, { type: 'signals' }>

/** Receives what concerns one user: changes in log order, and signals. Must not throw or wait. */
export type Sink = (batch: ChangeBatch | SignalBatch) => void

/** A sink, and whose it is. */
export interface Listener {
  readonly userId: UserId
  readonly sink: Sink
}

/** Those who get the same of every page: the devices of one user, or whoever watches one conversation. */
export type Group = ReadonlySet<Listener>

/** Everybody who listens in this process. */
export interface Listeners {
  isEmpty(): boolean
  /** Whether it is known what a user may hear: true as long as they have a listener. */
  knows(userId: UserId): boolean
  /** What is to be known before the first listener of a user is added. */
  learn(userId: UserId, windows: readonly Window[], blocked: readonly UserId[]): void
  /** The known users who are, or were, members of a conversation. */
  inside(conversationId: ConversationId): readonly UserId[]
  /** Drops these users from a conversation, as if they had never been members of it. */
  forget(conversationId: ConversationId, userIds: readonly UserId[]): void
  /** A listener to everything its user may see. */
  add(listener: Listener): void
  remove(listener: Listener): void
  /** A listener to one conversation; its user must be known. */
  watch(conversationId: ConversationId, listener: Listener): void
  unwatch(conversationId: ConversationId, listener: Listener): void
  /** Who gets a change. Is to be asked about every change in log order: it takes note of what each means for memberships. */
  groupsFor(logged: LoggedChange): readonly Group[]
  /** Who gets a signal. */
  hearersOf(signal: Signal): readonly Listener[]
}

export const createListeners = (): Listeners => {
  const audience = createAudience()
  const users = new Map<UserId, Set<Listener>>()
  const watches = new Map<ConversationId, Set<Listener>>()

  return {
    isEmpty: () => users.size === 0,
    knows: (userId) => audience.has(userId),
    learn: (userId, windows, blocked) => audience.add(userId, windows, blocked),
    inside: audience.inside,
    forget: audience.forget,
    add: (listener) => addTo(users, listener.userId, listener),
    remove(listener) {
      removeFrom(users, listener.userId, listener)
      if (!users.has(listener.userId)) audience.remove(listener.userId)
    },
    watch: (conversationId, listener) => addTo(watches, conversationId, listener),
    unwatch: (conversationId, listener) => removeFrom(watches, conversationId, listener),
    groupsFor(logged) {
      const groups = present(audience.admit(logged).map((userId) => users.get(userId)))
      const watching = isShared(logged) ? watches.get(logged.change.conversationId ?? '') : undefined
      return watching === undefined ? groups : [...groups, watching]
    },
    hearersOf: (signal) => {
      const watchers = [...(watches.get(signal.conversationId) ?? [])]
      return [
        ...present(audience.hearersOf(signal).map((userId) => users.get(userId))).flatMap((group) => [...group]),
        ...watchers.filter(({ userId }) => audience.heeds(userId, signal)),
      ]
    },
  }
}

const present = (groups: readonly (Group | undefined)[]): readonly Group[] =>
  groups.filter((group) => group !== undefined)

/** Whether a change is part of the conversation itself. How far a member has read is the members' own affair. */
const isShared = ({ audience, change }: LoggedChange): boolean => audience === 'members' && change.revision !== null

const addTo = <Key>(groups: Map<Key, Set<Listener>>, key: Key, listener: Listener): void => {
  groups.set(key, (groups.get(key) ?? new Set()).add(listener))
}

const removeFrom = <Key>(groups: Map<Key, Set<Listener>>, key: Key, listener: Listener): void => {
  const group = groups.get(key)
  group?.delete(listener)
  if (group?.size === 0) groups.delete(key)
}
