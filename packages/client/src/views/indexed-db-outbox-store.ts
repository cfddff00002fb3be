import type { OutboxEntry } from './outbox-entry.ts'
import type { OutboxStore } from './outbox-store.ts'

/** How the database is reached. */
export interface IndexedDbOutboxOptions {
  /** Of the database: one for each server a page talks to. Default `msg-outbox`. */
  readonly name?: string
  /** Default: the platform's. */
  readonly indexedDB?: IDBFactory
}

const table = 'entries'

/**
 * A store that outlives the page, shared by all tabs of an origin: one of them sends (by Web Locks, where there are), all of
 * them show.
 */
export const indexedDbOutboxStore = (options: IndexedDbOutboxOptions = {}): OutboxStore => {
  const { name = 'msg-outbox', indexedDB = globalThis.indexedDB } = options
  /** Opened when it is first asked for, and anew where that failed or the connection was lost since: browsers do not always tell. */
  let database: Promise<IDBDatabase> | undefined
  const forget = (): void => {
    database = undefined
  }
  let channel: BroadcastChannel | undefined

  const inTable = async <Answer>(
    mode: IDBTransactionMode,
    ask: (entries: IDBObjectStore) => IDBRequest<Answer>,
    isRepeated = false,
  ): Promise<Answer> => {
    database ??= open(indexedDB, name, forget)
    try {
      const transaction = (await database).transaction(table, mode)
      const request = ask(transaction.objectStore(table))
      // Else it ended once this page has heard the answer: a page that is frozen before would keep all others from the table.
      transaction.commit()
      await completed(transaction)
      return request.result
    } catch (error) {
      forget()
      if (isRepeated) throw error
      // Perhaps it was but the connection. What is done and not forgotten would be done again, over what was done since.
      return inTable(mode, ask, true)
    }
  }
  const tellOthers = (userId: string): void => {
    if (typeof BroadcastChannel === 'undefined') return
    channel ??= new BroadcastChannel(name)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    channel.postMessage(userId)
  }

  return {
    load: async (userId) => {
      const found: unknown = await inTable('readonly', (entries) => entries.getAll(allOf(userId)))
      return Array.isArray(found) ? found.filter(isEntry) : []
    },
    async put(entry) {
      await inTable('readwrite', (entries) => entries.put(entry))
      tellOthers(entry.userId)
    },
    async remove({ userId, id }) {
      await inTable('readwrite', (entries) => entries.delete([userId, id]))
      tellOthers(userId)
    },
    async wipe(userId) {
      await inTable('readwrite', (entries) => entries.delete(allOf(userId)))
      tellOthers(userId)
    },
    onChange(userId, listener) {
      // A channel of its own: it is closed with the listener, and nothing is heard after that.
      if (typeof BroadcastChannel === 'undefined') return () => {}
      const heard = new BroadcastChannel(name)
      heard.addEventListener('message', ({ data }) => {
        if (data === userId) listener()
      })
      return () => heard.close()
    },
    lead: (userId, signal, task) => inTurn(`${name} ${userId}`, signal, task),
  }
}

const open = async (indexedDB: IDBFactory, name: string, onClose: () => void): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(table, { keyPath: ['userId', 'id'] })
  })
  const database = await settled(request)
  database.addEventListener('close', onClose)
  // Who deletes or upgrades it, and whoever opens it after them, would wait for this page to be left.
  database.addEventListener('versionchange', () => {
    database.close()
    onClose()
  })
  return database
}

const settled = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the database gave up')))
  })

/** Only then it is kept; a request that fails aborts it. */
const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the database gave up')))
  })

/** The keys of a user's entries: arrays sort after all strings. */
const allOf = (userId: string): IDBKeyRange => IDBKeyRange.bound([userId], [userId, []])

/** What an older page of another shape left behind is not ours to send. */
const isEntry = (value: unknown): value is OutboxEntry =>
  typeof value === 'object' && value !== null && 'id' in value && 'write' in value && 'position' in value

/**
 * Without Web Locks, and in frames that are denied them (sandboxed ones), every tab has its turn at once: what it sends twice is
 * one message all the same.
 */
const inTurn = async (name: string, signal: AbortSignal, task: () => Promise<void>): Promise<void> => {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return task()
  let isMine = false
  const begin = (): Promise<void> => {
    isMine = true
    return task()
  }
  try {
    await navigator.locks.request(name, { signal }, begin)
  } catch (error) {
    if (isMine || signal.aborted) throw error
    await task()
  }
}
