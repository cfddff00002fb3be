import { MsgError } from '@msg/core'
import { fromDatabase } from './database-error.ts'

/** A pool that had no connection to lend in time says so in words only. */
const poolWasFull = 'timeout exceeded when trying to connect'

/** The driver refused without sending anything. */
const unsent = 'not queryable'

/** A statement was prepared on another connection of the server than the one it is run on, or was prepared there before. */
const wrongPreparation: readonly string[] = ['26000', '42P05']

/** Cancelled, by a timeout of the server or by hand; a lock not had in time; too many connections, no memory. */
const overload = /^(57014|55P03|53...)$/

/** What to look at when the server answers, and yet lets nobody in. Its own words name users and hosts. */
const advice: readonly (readonly [said: RegExp, advice: string])[] = [
  [/^28P01 |^ ?SASL/, 'check the user and the password'],
  [/^28000 /, 'check the user, and whether the server wants TLS'],
  [/^3D000 /, 'there is no database of this name'],
  [/not support SSL/, 'the server does not speak TLS'],
]

/** What it means that no connection could be had: nothing was sent. */
export const fromConnecting = (error: unknown): MsgError => {
  const code = codeOf(error)
  if (messageOf(error) === poolWasFull || (code !== undefined && overload.test(code)))
    return new MsgError('busy', 'no connection to the database was free in time', details(error))
  const said = `${code ?? ''} ${messageOf(error)}`
  const hint = advice.find(([what]) => what.test(said))?.[1]
  const words = [
    'the database cannot be reached',
    code === undefined ? '' : ` (${code})`,
    hint === undefined ? '' : `: ${hint}`,
  ]
  return new MsgError('unavailable', words.join(''), details(error))
}

/**
 * What the failure of a statement that was sent means. An error that Postgres answered with undid the statement;
 * without an answer, or with one that ended the connection, nobody knows.
 */
export const fromStatement = (error: unknown): Error => {
  const [message, state] = [messageOf(error), sqlStateOf(error)]
  if (state === undefined)
    return new MsgError('unavailable', 'the connection to the database was lost', {
      ...details(error),
      outcome: message.includes(unsent) ? 'none' : 'unknown',
    })
  if (wrongPreparation.includes(state))
    return new MsgError(
      'unavailable',
      'a prepared statement was not found: through a pooler in transaction mode, open with `prepare: false`',
      details(error),
    )
  if (state === '25006') return new MsgError('unavailable', 'the database is read-only now', details(error))
  if (state !== '53100' && overload.test(state))
    return new MsgError('busy', `the database did not finish in time (${state})`, details(error))
  return fromDatabase(message, state)
}

/** Whether the connection may be used again after this error. */
export const isBroken = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  return state === undefined || /^(08|57P|26000|42P05)/.test(state)
}

const details = (cause: unknown) => ({ retryAfter: 1, outcome: 'none', cause }) as const

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Of Postgres (`57P01`) or of the system (`ECONNREFUSED`). */
const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

const sqlStateOf = (error: unknown): string | undefined => {
  const code = codeOf(error)
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? code : undefined
}
