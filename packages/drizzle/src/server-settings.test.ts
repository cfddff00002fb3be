import { describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { readSettings, refuseUnfit } from './server-settings.ts'

const server = (settings: object): Database => ({
  query: async () => [
    { version: 150_018, encoding: 'UTF8', isolation: 'read committed', standby: false, flushes: true, ...settings },
  ],
  close: async () => {},
})

describe('the settings of a server', () => {
  test('say whether a commit survives the loss of power', async () => {
    expect((await readSettings(server({}))).durability).toBe('power')
    expect((await readSettings(server({ flushes: false }))).durability).toBe('process')
  })

  test.each([
    [{ version: 140_009 }, 'older than Postgres 15'],
    [{ encoding: 'SQL_ASCII' }, 'SQL_ASCII'],
    [{ standby: true }, 'standby'],
    [{ isolation: 'repeatable read' }, 'default_transaction_isolation'],
  ])('are refused when nothing good would come of them: %o', async (settings, reason) => {
    const found = await readSettings(server(settings))
    expect(() => refuseUnfit(found)).toThrow(reason)
  })
})
