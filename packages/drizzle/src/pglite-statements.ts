/**
 * Prepared statements on PGlite: one exchange of protocol messages per query instead of five, and no planning. Its own
 * `query` prepares, describes and plans afresh each time, which costs more than most of our queries themselves.
 */
import type * as Pglite from '@electric-sql/pglite'
import { arrayLiteral } from './array-literal.ts'
import type { Parameter, Row } from './database.ts'

/** Runs statements by their text, prepared at their first use and kept: the texts are constants of this package. */
export interface PreparedStatements {
  run(sql: string, parameters: readonly Parameter[]): Promise<readonly Row[]>
}

const json = (text: string): unknown => JSON.parse(text)

/** By the number Postgres gives a type. Everything else stays text. */
export const parsers: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  114: json,
  3802: json,
}

export const preparedStatements = (
  engine: Pglite.PGlite,
  { protocol: { serialize }, parse: { parseResults } }: Pick<typeof Pglite, 'protocol' | 'parse'>,
): PreparedStatements => {
  const names = new Map<string, string>()

  const prepare = async (sql: string): Promise<string> => {
    const name = `msg_${names.size}`
    await engine.execProtocol(joined([serialize.parse({ name, text: sql }), serialize.sync()]))
    names.set(sql, name)
    return name
  }

  return {
    run: (sql, parameters) =>
      engine.runExclusive(async () => {
        const statement = names.get(sql) ?? (await prepare(sql))
        const { messages } = await engine.execProtocol(
          joined([
            serialize.bind({ statement, values: parameters.map(asText) }),
            serialize.describe({ type: 'P' }),
            serialize.execute({}),
            serialize.sync(),
          ]),
        )
        return parseResults(messages, parsers).flatMap(({ rows }) => rows)
      }),
  }
}

const asText = (parameter: Parameter): string | null =>
  parameter === null || typeof parameter === 'string'
    ? parameter
    : typeof parameter === 'object'
      ? arrayLiteral(parameter)
      : String(parameter)

const joined = (messages: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(messages.reduce((length, message) => length + message.length, 0))
  let at = 0
  for (const message of messages) {
    all.set(message, at)
    at += message.length
  }
  return all
}
