import { newId, upTo } from '@msg/testing'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { create, item, send, told } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { startWireProxy } from '../test/wire-proxy.ts'
import type { WireProxy } from '../test/wire-proxy.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import type { PostgresSchema } from './postgres-testing.ts'

onPostgres((url) => {
  let made: PostgresSchema
  let proxy: WireProxy
  let pool: Pool
  let store: Awaited<ReturnType<typeof openPostgres>>

  beforeAll(async () => {
    made = await makePostgresSchema(url)
  })
  afterAll(() => made.drop())

  const open = async (pipeline: boolean): Promise<void> => {
    proxy = await startWireProxy(url)
    pool = new Pool({ connectionString: proxy.url, max: 1, pipeline })
    store = await openPostgres({ pool, schema: made.schema })
  }
  const close = async (): Promise<void> => {
    await store.close()
    await pool.end()
    await proxy.close()
  }
  const group = async (): Promise<string> => {
    const id = newId()
    expect(told(await store.commit([item(id, 'alice', create('group', ['alice', 'bob']))]))).toEqual(['committed'])
    return id
  }

  describe('commits in line', () => {
    test('settle in their order, each with its own answer', async () => {
      await open(true)
      expect(store.commitsInLine).toBe(true)
      const id = await group()
      const committing = upTo(6).map((n) => store.commit([item(id, 'alice', send(`${n}`))]))
      expect((await Promise.all(committing)).map(told)).toEqual(upTo(6).map((n) => [n]))
      await close()
    })

    test('fail alone: what follows one that is refused is settled', async () => {
      await open(true)
      const id = await group()
      const used = send('first')
      expect(told(await store.commit([item(id, 'alice', used)]))).toEqual([1])
      const twice = store.commit([item(id, 'alice', send('a'), { ...send('b'), id: used.id })])
      const after = store.commit([item(id, 'alice', send('after'))])
      expect((await twice).map(({ status }) => status)).not.toEqual(['committed'])
      expect(told(await after)).toEqual([2])
      await close()
    })

    test('are sent before the one before was answered: all may have happened when the connection is lost', async () => {
      await open(true)
      const id = await group()
      expect(told(await store.commit([item(id, 'alice', send())]))).toEqual([1])
      proxy.holdAnswers()
      const committing = upTo(2).map((n) => store.commit([item(id, 'alice', send(`${n}`))]))
      await expect
        .poll(async () => {
          const [row] = await made.database.query('select last_seq from msg.conversation where id = $1', [id])
          return row?.['last_seq']
        })
        .toBe(3)
      proxy.cut()
      for (const { reason } of (await Promise.allSettled(committing)) as readonly PromiseRejectedResult[])
        expect(reason).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
      await close()
    })

    test('are none where the connections of the pool send nothing ahead, or nothing is prepared', async () => {
      await open(false)
      expect(store.commitsInLine).toBe(false)
      const id = await group()
      const committing = upTo(3).map((n) => store.commit([item(id, 'alice', send(`${n}`))]))
      expect((await Promise.all(committing)).flatMap(told)).toEqual(expect.arrayContaining([1, 2, 3]))
      await close()
      const ahead = new Pool({ connectionString: url, pipeline: true })
      const unprepared = await openPostgres({ pool: ahead, schema: made.schema, prepare: false })
      expect(unprepared.commitsInLine).toBe(false)
      await unprepared.close()
      await ahead.end()
    })
  })
})
