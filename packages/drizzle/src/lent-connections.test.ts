import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { lentConnections } from './lent-connections.ts'
import type { PgConnection } from './postgres-driver.ts'

/** A pool of one connection, which keeps account of what becomes of it. */
const poolOfOne = ({ waitingCount = 0 }: { readonly waitingCount?: number | undefined } = {}) => {
  const happened: string[] = []
  const emitter = new EventEmitter()
  const connection: PgConnection = {
    query: async () => ({ rows: [] }),
    release: (broken) => void happened.push(broken === true ? 'thrown away' : 'given back'),
    on: (event, listener) => emitter.on(event, listener),
    off: (event, listener) => emitter.off(event, listener),
  }
  const pool = {
    connect: async () => {
      happened.push('lent')
      return connection
    },
    end: async () => {},
    on: () => {},
    off: () => {},
    options: {},
    waitingCount,
  }
  return { pool, happened, emitter }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('who has the next statement in the same turn gets the connection at once, and the pool when the turn is over', async () => {
  const { pool, happened } = poolOfOne()
  const connections = lentConnections(pool)
  const first = await connections.take()
  connections.giveBack(first, false)
  const next = connections.take()
  expect(next).toBe(first)
  connections.giveBack(first, false)
  expect(happened).toEqual(['lent'])
  await turn()
  expect(happened).toEqual(['lent', 'given back'])
  connections.giveBack(await connections.take(), false)
  expect(happened).toEqual(['lent', 'given back', 'lent'])
  connections.endTurn()
  expect(happened).toEqual(['lent', 'given back', 'lent', 'given back'])
  await turn()
  expect(happened).toHaveLength(4)
})

test('where somebody waits for a connection it goes to them', async () => {
  const { pool, happened } = poolOfOne({ waitingCount: 1 })
  const connections = lentConnections(pool)
  connections.giveBack(await connections.take(), false)
  expect(happened).toEqual(['lent', 'given back'])
})

test('a driver that does not say who waits gets its connections back at once', async () => {
  const { pool, happened } = poolOfOne()
  const connections = lentConnections({ ...pool, waitingCount: undefined })
  connections.giveBack(await connections.take(), false)
  expect(happened).toEqual(['lent', 'given back'])
})

test('a broken connection is thrown away, and so is one that dies while it is spare', async () => {
  const { pool, happened, emitter } = poolOfOne()
  const connections = lentConnections(pool)
  connections.giveBack(await connections.take(), true)
  expect(happened).toEqual(['lent', 'thrown away'])
  connections.giveBack(await connections.take(), false)
  emitter.emit('error', new Error('the server went away'))
  await turn()
  expect(happened).toEqual(['lent', 'thrown away', 'lent', 'thrown away'])
  expect(emitter.listenerCount('error')).toBe(0)
})
