/** Erasing somebody whose traces are everywhere, through all that can go wrong: afterwards no table has a word of them. */
import { createMessaging } from '@msg/core'
import type { Messaging, Store } from '@msg/core'
import { faultyStore, seededFaults, untilKnown, upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fill, gone, holesSql, messagesIn, targets, words } from '../test/erased-world.ts'
import { planned } from '../test/planned-database.ts'
import { tracesOf } from '../test/traces.ts'
import type { Database } from './database.ts'
import { emptied } from './emptied.ts'
import { createStore, readMeta } from './store.ts'

/** A change of theirs that a notifier has parked, and one it gave up. */
const heldBack = `with parked as (
  insert into msg.parked (notifier, position, lane, attempts, next_at) values ('n', 1, $1, 1, now()))
insert into msg.dead_letter (notifier, position, lane, attempts, reason, at) values ('n', 2, $1, 12, 'refused', now())`

describe('erasing', () => {
  let database: Database
  let sound: Store
  beforeAll(async () => {
    database = await planned.open()
  })
  afterAll(() => database.close())

  const opened = async (store: Store): Promise<Messaging> => createMessaging({ store, targets })

  test.each([0, 1, 2, 3, 4, 5])('leaves no word in any table, however often it fails on the way (%i)', async (seed) => {
    await emptied(database)
    sound = createStore(database, await readMeta(database, 'none'))
    await fill(await opened(sound))
    await database.query(heldBack, [gone])
    expect((await tracesOf(database, words)).length).toBeGreaterThan(40)
    const plan = seededFaults({ seed, rate: seed === 0 ? 0 : 0.3 })
    const messaging = await opened(faultyStore(sound, plan))
    expect(await untilKnown(() => messaging.as(gone).account.erase())).toEqual({ erased: true })
    expect(await tracesOf(database, words)).toEqual([])
    const messages = await messagesIn(database)
    expect(messages).toSatisfy((rows: readonly { dense: boolean }[]) => rows.every(({ dense }) => dense))
    expect(JSON.stringify(messages).match(/kept/g)).toHaveLength(2)
    expect(await database.query(holesSql)).toEqual([])
    expect(await sound.accounts.erasures()).toEqual([])
  })

  test('by several at once is one erasure', async () => {
    await emptied(database)
    sound = createStore(database, await readMeta(database, 'none'))
    const messaging = await opened(sound)
    await fill(messaging)
    const erasing = upTo(4).map(() => messaging.as(gone).account.erase())
    const bob = messaging.as('bob')
    const { conversations } = await bob.inbox.list()
    const [group] = conversations.filter(({ kind }) => kind === 'group')
    const sent = upTo(20).map((n) => bob.messages.send({ conversationId: group?.id ?? '', body: `beside ${n}` }))
    await Promise.all([...erasing, ...sent])
    expect(await tracesOf(database, words)).toEqual([])
    expect(await database.query(holesSql)).toEqual([])
    expect(JSON.stringify(await messagesIn(database)).match(/beside/g)).toHaveLength(20)
  })
})
