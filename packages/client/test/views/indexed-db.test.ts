import { forceCloseDatabase, IDBFactory, IDBKeyRange, IDBTransaction } from 'fake-indexeddb'
import { eventually } from '@msg/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { indexedDbOutboxStore } from '../../src/views/index.ts'
import type { OutboxEntry } from '../../src/views/index.ts'

const entry = (userId: string, n: number): OutboxEntry => ({
  id: `id-${n}`,
  userId,
  conversationId: 'c',
  write: { verb: 'messages.send', input: { id: `id-${n}`, conversationId: 'c', body: `${n}` } },
  at: '2026-01-01T00:00:00.000Z',
  position: n,
  state: 'queued',
  attempts: 0,
  failure: null,
})

const sorted = (entries: readonly OutboxEntry[]): readonly string[] => entries.map(({ id }) => id).toSorted()

const succeeded = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve) => request.addEventListener('success', () => resolve(request.result)))

describe('the store in the browser', () => {
  beforeEach(() => void vi.stubGlobal('IDBKeyRange', IDBKeyRange))
  afterEach(() => void vi.unstubAllGlobals())

  it('keeps the entries of each user apart, and replaces, removes and wipes them', async () => {
    const store = indexedDbOutboxStore({ indexedDB: new IDBFactory() })
    for (const n of [1, 2, 3]) await store.put(entry('ann', n))
    await store.put(entry('ann2', 1))
    await store.put({ ...entry('ann', 2), attempts: 7 })
    expect(sorted(await store.load('ann'))).toEqual(['id-1', 'id-2', 'id-3'])
    expect((await store.load('ann')).find(({ id }) => id === 'id-2')).toEqual({ ...entry('ann', 2), attempts: 7 })
    await store.remove(entry('ann', 1))
    await store.remove(entry('ann', 9))
    expect(sorted(await store.load('ann'))).toEqual(['id-2', 'id-3'])
    await store.wipe('ann')
    expect(await store.load('ann')).toEqual([])
    expect(await store.load('ann2')).toEqual([entry('ann2', 1)])
  })

  it('ends what it does there at once: a page that is frozen meanwhile keeps no other waiting', async () => {
    const ended = vi.spyOn(IDBTransaction.prototype, 'commit')
    const store = indexedDbOutboxStore({ indexedDB: new IDBFactory() })
    await Promise.all([store.put(entry('ann', 1)), store.remove(entry('ann', 1)), store.wipe('ann'), store.load('ann')])
    expect(ended).toHaveBeenCalledTimes(4)
    ended.mockRestore()
  })

  it('is there for the next page, and says when another tab changed something', async () => {
    const indexedDB = new IDBFactory()
    const name = `outbox-${crypto.randomUUID()}`
    const [one, other] = [indexedDbOutboxStore({ indexedDB, name }), indexedDbOutboxStore({ indexedDB, name })]
    const heard: string[] = []
    const stops = [other.onChange('ann', () => heard.push('ann')), other.onChange('ben', () => heard.push('ben'))]
    await one.put(entry('ann', 1))
    await eventually(() => expect(heard).toEqual(['ann']))
    expect(await other.load('ann')).toEqual([entry('ann', 1)])
    for (const stop of stops) stop()
  })

  it('lets one tab at a time have its turn, the next when that one is gone', async () => {
    const indexedDB = new IDBFactory()
    const name = `outbox-${crypto.randomUUID()}`
    const [one, other] = [indexedDbOutboxStore({ indexedDB, name }), indexedDbOutboxStore({ indexedDB, name })]
    const turns: string[] = []
    const [first, second] = [new AbortController(), new AbortController()]
    const until = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
    const leading = one.lead('ann', first.signal, async () => {
      turns.push('one')
      await until(first.signal)
    })
    await eventually(() => expect(turns).toEqual(['one']))
    const waiting = other.lead('ann', second.signal, async () => {
      turns.push('other')
      await until(second.signal)
    })
    await other.lead('ben', second.signal, async () => void turns.push('of somebody else'))
    expect(turns).toEqual(['one', 'of somebody else'])
    first.abort()
    await leading
    await eventually(() => expect(turns).toEqual(['one', 'of somebody else', 'other']))
    second.abort()
    await waiting
  })

  it('gives a frame that is denied locks its turn at once, and none to who no longer wants one', async () => {
    const request = (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'))
    vi.stubGlobal('navigator', { locks: { request } })
    const store = indexedDbOutboxStore({ indexedDB: new IDBFactory() })
    const turns: string[] = []
    await store.lead('ann', new AbortController().signal, async () => void turns.push('one'))
    expect(turns).toEqual(['one'])
    const late = store.lead('ann', AbortSignal.abort(), async () => void turns.push('two'))
    await expect(late).rejects.toThrow('denied')
    expect(turns).toEqual(['one'])
  })

  it('has a turn that fails once', async () => {
    const store = indexedDbOutboxStore({ indexedDB: new IDBFactory(), name: `outbox-${crypto.randomUUID()}` })
    let turns = 0
    const failing = store.lead('ann', new AbortController().signal, async () => {
      turns += 1
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    expect(turns).toBe(1)
  })

  it('refuses where the database is forbidden', async () => {
    const forbidden: IDBFactory = Object.assign(new IDBFactory(), {
      open: () => {
        throw new DOMException('not here', 'SecurityError')
      },
    })
    await expect(indexedDbOutboxStore({ indexedDB: forbidden }).load('ann')).rejects.toThrow('not here')
  })

  it('opens the database anew where that failed', async () => {
    const indexedDB = new IDBFactory()
    const store = indexedDbOutboxStore({ indexedDB, name: 'outbox' })
    const later = await succeeded(indexedDB.open('outbox', 2))
    await expect(store.load('ann')).rejects.toThrow('version')
    later.close()
    await succeeded(indexedDB.deleteDatabase('outbox'))
    await store.put(entry('ann', 1))
    expect(await store.load('ann')).toEqual([entry('ann', 1)])
  })

  it('lets go of a database that is deleted or upgraded, and opens it anew', async () => {
    const indexedDB = new IDBFactory()
    const store = indexedDbOutboxStore({ indexedDB, name: 'outbox' })
    await store.put(entry('ann', 1))
    await succeeded(indexedDB.deleteDatabase('outbox'))
    expect(await store.load('ann')).toEqual([])
    await store.put(entry('ann', 2))
    expect(await indexedDbOutboxStore({ indexedDB, name: 'outbox' }).load('ann')).toEqual([entry('ann', 2)])
  })

  it('opens the database anew where its connection was lost without a word', async () => {
    const indexedDB = new IDBFactory()
    const open = vi.spyOn(indexedDB, 'open')
    const store = indexedDbOutboxStore({ indexedDB })
    await store.put(entry('ann', 1))
    open.mock.results[0]?.value.result.close()
    // What is done must not come back because it could not be forgotten.
    await store.remove(entry('ann', 1))
    expect(await store.load('ann')).toEqual([])
    expect(open).toHaveBeenCalledTimes(2)
  })

  it('opens the database anew where the browser has closed it', async () => {
    const indexedDB = new IDBFactory()
    const open = vi.spyOn(indexedDB, 'open')
    const store = indexedDbOutboxStore({ indexedDB })
    await store.put(entry('ann', 1))
    Reflect.apply(forceCloseDatabase, undefined, [open.mock.results[0]?.value.result])
    await eventually(async () => expect(await store.load('ann')).toEqual([entry('ann', 1)]))
    expect(open).toHaveBeenCalledTimes(2)
  })
})
