import { createMessaging } from '@msg/core'
import type { Clock, Messaging, Notifier, NotifierStore, Store } from '@msg/core'
import { expect } from 'vitest'

/** What a notifier case works with: a store, an outside that can be lost, and notifiers that tell it. */
export interface NotifierRig {
  /** Empty; the suite closes it. */
  readonly store: Store
  /** A notifier as a node of its own makes it; all of the same name, `types` being `message.sent`. */
  readonly notifier: () => Notifier
  /** The ids of the changes that have come out so far, in the order in which they came. */
  readonly received: () => readonly string[]
  /** Takes the outside away, as when a broker stops. */
  readonly lose: () => Promise<void>
  /** Brings it back; the same who listened listen again. */
  readonly restore: () => Promise<void>
  /** Frees everything but the store. */
  readonly close: () => Promise<void>
}

/** How a rig is opened for one case. */
export interface NotifierContext {
  readonly open: () => Promise<NotifierRig>
}

/** Opens a rig, runs a case, closes everything whatever happens. */
export const withRig =
  (run: (rig: NotifierRig) => Promise<void>) =>
  async ({ open }: NotifierContext): Promise<void> => {
    const rig = await open()
    try {
      await run(rig)
    } finally {
      await rig.close()
      await rig.store.close()
    }
  }

/** A node on the rig's store. */
export interface Node extends AsyncDisposable {
  readonly messaging: Messaging
  /** Its connection to the database is gone, as when the process dies: nothing it does has an effect any more. */
  kill(): void
}

/** What differs from node to node. */
export interface NodeOptions {
  readonly notifier?: Notifier
  readonly clock?: Clock
  /** Milliseconds until another node takes over. */
  readonly takeover?: number
}

/** Starts a node. Closing it leaves the store open for others. */
export const startNode = (rig: NotifierRig, { notifier = rig.notifier(), ...options }: NodeOptions = {}): Node => {
  const connection = mortal(rig.store)
  const messaging = createMessaging({ ...options, store: connection.store, notifiers: [notifier] })
  return { messaging, kill: connection.kill, [Symbol.asyncDispose]: () => messaging.close() }
}

/** A store behind a connection that can be cut, and that nobody closes by closing a node. */
const mortal = (store: Store): { readonly store: Store; kill(): void } => {
  let dead = false
  const through =
    <Asked extends readonly unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      if (dead) throw new Error('this process is dead')
      return call(...asked)
    }
  const notifiers: NotifierStore = {
    ...store.notifiers,
    open: through(store.notifiers.open),
    advance: through(store.notifiers.advance),
    changes: through(store.notifiers.changes),
  }
  return {
    store: {
      ...store,
      notifiers,
      log: through(store.log),
      lease: through(store.lease),
      release: through(store.release),
      close: async () => {},
    },
    kill: () => {
      dead = true
    },
  }
}

/** A conversation to send to: each send answers the id of its change. */
export interface Talk {
  readonly conversationId: string
  send(body: string): Promise<string>
}

/** Alice and somebody else, on this node. */
export const talkWith = async (rig: NotifierRig, { messaging }: Node, other: string): Promise<Talk> => {
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: other })
  return {
    conversationId,
    async send(body) {
      const { snapshot } = await rig.store.log({ after: null, limit: 1 })
      const { id } = await alice.messages.send({ conversationId, body })
      const { changes } = await rig.store.log({ after: snapshot, limit: 1_000 })
      const sent = changes.find(
        ({ change }) => change.subject !== 'gone' && 'body' in change.subject && change.subject.id === id,
      )
      return sent?.change.id ?? expect.fail('what was sent is not in the log')
    },
  }
}

/** What came, each id where it came first. */
export const firsts = (ids: readonly string[]): readonly string[] => [...new Set(ids)]
