import { describe, expect, test } from 'vitest'
import { fromConnecting, fromStatement, isBroken } from './postgres-error.ts'

const failure = (code: string | undefined, message = 'it failed') =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

describe('what a failure of Postgres means', () => {
  test.each([
    ['53100', 'storage_full', 'none'],
    ['53300', 'busy', 'none'],
    ['57014', 'busy', 'none'],
    ['55P03', 'busy', 'none'],
    ['25006', 'unavailable', 'none'],
    ['26000', 'unavailable', 'none'],
    ['42P05', 'unavailable', 'none'],
    ['57P01', 'unavailable', 'unknown'],
    ['08006', 'unavailable', 'unknown'],
    ['ECONNRESET', 'unavailable', 'unknown'],
    ['EPIPE', 'unavailable', 'unknown'],
    [undefined, 'unavailable', 'unknown'],
  ])('a statement that failed with %s is %s, outcome %s', (code, means, outcome) => {
    expect(fromStatement(failure(code))).toMatchObject({ code: means, outcome })
  })

  test('a statement that was never sent did not happen', () => {
    const error = failure(undefined, 'Client has encountered a connection error and is not queryable')
    expect(fromStatement(error)).toMatchObject({ code: 'unavailable', outcome: 'none' })
  })

  test('through a pooler that mixes up prepared statements it says what to do', () => {
    expect(fromStatement(failure('26000'))).toMatchObject({ message: expect.stringContaining('prepare: false') })
  })

  test.each([
    ['53300', 'busy'],
    ['57P03', 'unavailable'],
    ['28P01', 'unavailable'],
    ['ENOTFOUND', 'unavailable'],
    [undefined, 'unavailable'],
  ])('without a connection (%s) it is %s, and nothing happened', (code, means) => {
    expect(fromConnecting(failure(code, 'user "alice" at db.example'))).toMatchObject({
      code: means,
      outcome: 'none',
      message: expect.not.stringMatching(/alice|example/),
    })
  })

  test.each([
    ['28P01', 'password authentication failed for user "alice"', ' (28P01): check the user and the password'],
    [
      undefined,
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
      ': check the user and the password',
    ],
    ['28000', 'no pg_hba.conf entry for host "::1"', ' (28000): check the user, and whether the server wants TLS'],
    ['3D000', 'database "alice" does not exist', ' (3D000): there is no database of this name'],
    [undefined, 'The server does not support SSL connections', ': the server does not speak TLS'],
    ['ECONNREFUSED', 'connect ECONNREFUSED ::1:5432', ' (ECONNREFUSED)'],
    [undefined, 'Connection terminated unexpectedly', ''],
  ])('without a connection (%s %s) it says what to look at, and names nobody', (code, said, told) => {
    expect(fromConnecting(failure(code, said)).message).toBe(`the database cannot be reached${told}`)
  })

  test('a connection is kept after an answer, and not after it was lost or mixed up', () => {
    expect(['23505', '22P05', '40P01', '57014'].map((code) => isBroken(failure(code)))).toEqual(Array(4).fill(false))
    expect(['57P01', '08006', '26000', 'ECONNRESET', undefined].map((code) => isBroken(failure(code)))).toEqual(
      Array(5).fill(true),
    )
  })
})
