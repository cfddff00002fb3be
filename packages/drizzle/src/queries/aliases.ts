import type { Alias } from '@msg/core'
import type { Database } from '../database.ts'
import { fields, integer, list, text } from '../rows/values.ts'
import { isUuid } from './uuid.ts'
import { unforeseen } from './walk.ts'

/** Served by alias_id, id by id. */
export const aliasesSql = `
select json_build_object('id', a.id, 'number', a.number) as alias
from (select distinct u.id from unnest(${unforeseen('$2::text[]::uuid[]')}) as u (id)) asked
cross join lateral (select * from msg.alias a where a.surface = $1::text and a.id = asked.id offset 0) a`

const numberSql = 'select msg.msg_alias_2($1::text, $2::text[]::uuid[])'

/** Served by the primary key of alias, number by number. */
export const aliasedSql = `
select json_build_object('id', a.id, 'number', a.number) as alias
from (select distinct u.number from unnest(${unforeseen('$2::text[]::bigint[]')}) as u (number)) asked
cross join lateral (select * from msg.alias a where a.surface = $1::text and a.number = asked.number offset 0) a`

const claimSql =
  'select to_json(msg.msg_claim_aliases_1($1::text, $2::text[]::bigint[], $3::text[]::uuid[])) as clashes'

const alias = (value: unknown): Alias => {
  const row = fields(value)
  return { id: text(row['id']), number: integer(row['number']) }
}

/** One round trip where all have numbers. What has none gets one in a statement of its own, so that it is seen afterwards. */
export const readAliases = async (
  database: Database,
  surface: string,
  ids: readonly string[],
): Promise<readonly Alias[]> => {
  const asked = [...new Set(ids.filter(isUuid))]
  const read = async () => (await database.query(aliasesSql, [surface, asked])).map((row) => alias(row['alias']))
  const known = await read()
  if (known.length === asked.length) return known
  await database.query(numberSql, [surface, asked])
  return read()
}

export const readAliased = async (
  database: Database,
  surface: string,
  numbers: readonly number[],
): Promise<readonly Alias[]> => {
  const whole = numbers.filter((number) => Number.isSafeInteger(number)).map(String)
  return (await database.query(aliasedSql, [surface, whole])).map((row) => alias(row['alias']))
}

export const claimAliases = async (
  database: Database,
  surface: string,
  aliases: readonly Alias[],
): Promise<readonly number[]> => {
  const numbers = aliases.map(({ number }) => String(number))
  const ids = aliases.map(({ id }) => id)
  const [row] = await database.query(claimSql, [surface, numbers, ids])
  return list(row?.['clashes'], integer)
}
