import { MsgError } from '@msg/core'

/** The Postgres schema that the SQL texts of this package name. */
export const defaultSchema = 'msg'

const plain = /^(?!pg_)[a-z_][a-z0-9_]{0,47}$/

/** Checks a schema's name before it goes into any statement. @throws invalid */
export const checkedSchema = (schema: string): string => {
  if (plain.test(schema) && schema !== 'information_schema') return schema
  throw new MsgError(
    'invalid',
    'a schema is named by at most 48 lower-case letters, digits and _, begins with no digit, and not with pg_',
  )
}

/** Where the SQL texts name the schema: before a dot, and where it is made or dropped. */
const mentions = /\bmsg(?=\.)|(?<=\bschema (?:if (?:not )?exists )?)msg\b/g

/** Rewrites the SQL texts of this package for another schema, each text once. */
export const inSchema = (schema: string): ((sql: string) => string) => {
  const name = `"${checkedSchema(schema)}"`
  const rewritten = new Map<string, string>()
  return (sql) => {
    const known = rewritten.get(sql)
    if (known !== undefined) return known
    const text = sql.replaceAll(mentions, () => name)
    rewritten.set(sql, text)
    return text
  }
}
