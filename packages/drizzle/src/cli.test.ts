import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('a command that fails says what the driver says: which address it is that does not answer', () => {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
  const words = ['migrate', '--url', 'postgres://127.0.0.1:1/app']
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=@msg/source', cli, ...words], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('the database cannot be reached (ECONNREFUSED): connect ECONNREFUSED 127.0.0.1:1\n')
  expect(status).toBe(1)
})
