import { describe, test } from 'vitest'

const url = process.env['DATABASE_URL'] ?? ''

const skipped = (): void => {
  // oxlint-disable-next-line vitest/expect-expect -- it is there to be seen
  test('needs a Postgres', ({ skip }) => skip('DATABASE_URL names none'))
}

/** Tests that need a real Postgres: they run where `DATABASE_URL` names one, and are seen to be skipped elsewhere. */
export const onPostgres = (tests: (url: string) => void): void => {
  describe('on Postgres', () => (url === '' ? skipped() : tests(url)))
}
