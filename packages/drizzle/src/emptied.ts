import { unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { renewMeta } from './store.ts'

/** Empties a migrated database, and makes it another one to cursors. For tests. */
export const emptied = async (database: Database): Promise<void> => {
  await database.query(
    `truncate msg.conversation, msg.member, msg.past_member, msg.reader, msg.message, msg.message_text, msg.reaction,
      msg.hidden, msg.advance, msg.change, msg.lease, msg.ticket, msg.canonical_set restart identity`,
  )
  await renewMeta(database)
}

/** The database until it is given back. For tests. */
export const onLoan = (database: Database, giveBack: () => void): Database => {
  let returned = false
  return {
    query: (sql, parameters) =>
      returned ? Promise.reject(unavailable('the store is closed', 'none')) : database.query(sql, parameters),
    async close() {
      if (returned) return
      returned = true
      giveBack()
    },
  }
}
