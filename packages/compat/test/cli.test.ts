import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMessaging } from '@msg/core'
import { openPglite, openPostgres } from '@msg/drizzle'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** Runs the command in a process of its own. */
const run = (...words: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=@msg/source', main, ...words], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

const url = process.env['DATABASE_URL'] ?? ''

describe('npx @msg/compat copy', () => {
  let parent: string
  let from: string
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'msg-cli-'))
    from = join(parent, 'data')
    const messaging = createMessaging({ store: await openPglite({ dataDir: from }) })
    const { id } = await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
    await messaging.as('alice').messages.send({ conversationId: id, body: 'hello' })
    await messaging.close()
  }, 60_000)
  afterAll(() => rm(parent, { recursive: true, force: true }))

  test('says how it is used when it is not told where from or where to', async () => {
    const { code, err } = await run('copy', '--from', from, '--to', 'elsewhere')
    expect(code).toBe(2)
    expect(err).toContain('copy --from <folder> --to <address>')
  })

  test('says how it is used when it is asked', async () => {
    const { code, out } = await run('copy', '--help')
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('copy --from <folder> --to <address>') })
  })

  test('says what there is, and writes nothing, when it runs dry', async () => {
    const { code, out } = await run('copy', '--from', from, '--dry-run')
    expect(code).toBe(0)
    expect(out).toMatch(/ {2}message: 1\n(.*\n)*such as\n {2}direct [0-9a-f-]{36}: 2 members, 1 messages\n/)
  })

  test('refuses with a reason', async () => {
    const { code, err } = await run('copy', '--from', parent, '--to', 'postgres://localhost/none')
    expect({ code, err }).toEqual({ code: 1, err: `there is no embedded database in "${parent}"\n` })
  })

  test('copies into a schema of Postgres', async ({ skip }) => {
    if (url === '') skip('DATABASE_URL names none')
    const schema = `copy_${randomUUID().replaceAll('-', '')}`
    const { code, out } = await run('copy', '--from', from, '--to', url, '--schema', schema)
    expect(code).toBe(0)
    expect(out).toMatch(/ {2}message: 1, \d+\n/)
    const messaging = createMessaging({ store: await openPostgres({ url, schema }) })
    const { conversations } = await messaging.as('bob').inbox.list({})
    expect(conversations).toMatchObject([{ lastSeq: 1, me: { unread: { count: 1 } } }])
    await messaging.close()
    const pool = new Pool({ connectionString: url })
    await pool.query(`drop schema "${schema}" cascade`)
    await pool.end()
  })
})
