import { env } from 'node:process'
import { describe, test } from 'vitest'

/** Tests that need a real Postgres: they run where `DATABASE_URL` names one, and are seen to be skipped elsewhere. */
export const describeOnPostgres = (name: string, tests: (url: string) => void): void => {
  const url = env['DATABASE_URL'] ?? ''
  describe(name, () => {
    if (url === '') test('needs a Postgres', ({ skip }) => skip('DATABASE_URL names none'))
    else tests(url)
  })
}
