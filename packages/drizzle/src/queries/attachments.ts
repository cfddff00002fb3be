import type { AttachmentStore } from '@msg/core'
import type { Database } from '../database.ts'
import { attachment } from '../rows/message.ts'
import { text } from '../rows/values.ts'
import { isUuid } from './uuid.ts'

export const addAttachmentSql = `
insert into msg.attachment (id, owner, name, type, size, created_at)
values ($1::uuid, $2::text, $3::text, $4::text, $5::bigint, clock_timestamp())`

const dayAgo = `clock_timestamp() - interval '1 day'`

/** Served by attachment_pkey. */
export const waitingSql = `
select a.id, a.name, a.type, a.size from msg.attachment a
where a.id = any ($1::uuid[]) and a.owner = $2::text and a.created_at >= ${dayAgo}`

const waitedLong = `a.owner is not null and a.created_at < ${dayAgo}`

/** Walks attachment_abandoned, then attachment_waiting. */
export const abandonedSql = `
select found.id from (
  (select a.id from msg.attachment a where a.abandoned order by a.id limit $1::integer)
  union all
  (select a.id from msg.attachment a where ${waitedLong} order by a.created_at limit $1::integer)) found
limit $1::integer`

/** Served by attachment_pkey. */
export const forgetSql = `
delete from msg.attachment a where a.id = any ($1::uuid[]) and (a.abandoned or ${waitedLong})`

export const createAttachmentStore = (database: Database): AttachmentStore => ({
  async add(owner, { id, name, type, size }) {
    await database.query(addAttachmentSql, [id, owner, name, type, size])
  },
  async waiting(owner, ids) {
    return (await database.query(waitingSql, [ids.filter(isUuid), owner])).map(attachment)
  },
  async abandoned(limit) {
    return (await database.query(abandonedSql, [limit])).map((row) => text(row['id']))
  },
  async forget(ids) {
    await database.query(forgetSql, [ids.filter(isUuid)])
  },
})
