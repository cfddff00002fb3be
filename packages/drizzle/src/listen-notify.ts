import type { PgListener } from './postgres-driver.ts'
import type { WakeUpEvents, WakeUpLine } from './wake-up-bus.ts'

/** How long a NOTIFY may take before the connection counts as dead. */
const patienceMilliseconds = 10_000

/**
 * A line over LISTEN and NOTIFY: one connection does both, so that the process number of a notification tells our own from
 * those of others. The payload is empty, or has signals. A NOTIFY is a transaction of its own that writes nothing, so it waits for no disk.
 */
export const openListenNotify = async (
  client: PgListener,
  channel: string,
  { onWake, onLost }: WakeUpEvents,
): Promise<WakeUpLine> => {
  let open = true
  const lose = (error?: unknown): void => {
    if (!open) return
    open = false
    void client.end().catch(() => {})
    onLost(error)
  }
  client.on('error', lose)
  client.on('end', () => lose())
  client.on('notification', ({ processId, payload }) => {
    if (open && processId !== client.processID) onWake(payload ?? '')
  })
  try {
    await client.connect()
    await client.query(`listen "${channel}"`)
  } catch (error) {
    open = false
    void client.end().catch(() => {})
    throw error
  }
  const tell = async (payload: string): Promise<void> => {
    const timer = setTimeout(() => lose(new Error('a NOTIFY was not answered')), patienceMilliseconds)
    timer.unref()
    try {
      await (payload === ''
        ? client.query(`notify "${channel}"`)
        : client.query(`select pg_notify('${channel}', $1)`, [payload]))
    } finally {
      clearTimeout(timer)
    }
  }
  let last: Promise<void> = Promise.resolve()
  return {
    // One statement at a time on the connection.
    notify(payload) {
      const turn = last.then(() => tell(payload))
      last = turn.catch(() => {})
      return turn
    },
    async close() {
      open = false
      await client.end().catch(() => {})
    },
  }
}
