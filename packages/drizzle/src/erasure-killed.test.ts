/** A process that erases somebody, killed in the middle of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessaging } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killChildren, startChild } from '../test/child.ts'
import { item, send } from '../test/drafts.ts'
import { fill, gone, holesSql, messagesIn, secret, targets, words } from '../test/erased-world.ts'
import { tracesOf } from '../test/traces.ts'
import { openDatabase, openPglite } from './pglite.ts'

describe('an erasure', () => {
  let parent: string
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'msg-erasure-'))
  })
  afterEach(killChildren)
  afterAll(() => rm(parent, { recursive: true, force: true }))

  test('killed with -9 again and again is finished by whoever comes next', async () => {
    const dataDir = join(parent, 'data')
    const store = await openPglite({ dataDir })
    const messaging = createMessaging({ store, targets })
    await fill(messaging)
    const { id } = await messaging.as(gone).conversations.startGroup({ userIds: ['dave'] })
    for (const _ of upTo(30)) await store.commit(upTo(100).map(() => item(id, gone, send(secret, newId()))))
    await messaging.close()
    for (const steps of [1, 4, 6]) {
      const child = startChild('erase-store.ts', dataDir, gone)
      for (const _ of upTo(steps)) expect(await child.line()).toBe('step')
      await child.kill()
    }
    const last = startChild('erase-store.ts', dataDir, gone)
    let line = 'step'
    while (line === 'step') line = await last.line()
    expect(line).toBe('done')
    await last.kill()
    const database = await openDatabase({ dataDir })
    expect(await tracesOf(database, words)).toEqual([])
    expect(await database.query(holesSql)).toEqual([])
    expect(JSON.stringify(await messagesIn(database)).match(/kept/g)).toHaveLength(2)
    await database.close()
  }, 120_000)
})
