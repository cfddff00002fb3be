import type { UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { text, truth } from '../row-mappers.ts'

const beginSql = `
insert into msg.erasure as e (user_id, tombstone) values ($1::text, $2::text)
on conflict (user_id) do update set tombstone = e.tombstone
returning tombstone`

export const beginErasure = async (database: Database, userId: UserId, tombstone: UserId): Promise<UserId> => {
  const [row] = await database.query(beginSql, [userId, tombstone])
  return text(row?.['tombstone'])
}

/** There are few: those that were given up. */
const erasuresSql = 'select user_id from msg.erasure order by began_at, user_id limit 1000'

export const readErasures = async (database: Database): Promise<readonly UserId[]> =>
  (await database.query(erasuresSql)).map((row) => text(row['user_id']))

const eraseSql = 'select msg.msg_erase_1($1::text, $2::integer) as done'

export const eraseStep = async (database: Database, userId: UserId, limit: number): Promise<boolean> => {
  const [row] = await database.query(eraseSql, [userId, limit])
  return truth(row?.['done'])
}
