import type { PgListener } from './postgres-driver.ts'
import type { WakeUpEvents, WakeUpLine } from './wake-up-bus.ts'

/** How long a NOTIFY may take before the connection counts as dead. */
const patienceMilliseconds = 10_000

/**
 * A line over LISTEN and NOTIFY: one connection does both, so that the process number of a notification tells our own from
 * those of others. The payload is empty. A NOTIFY is a transaction of its own that writes nothing, so it waits for no disk.
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
  client.on('notification', ({ processId }) => {
    if (open && processId !== client.processID) onWake()
  })
  try {
    await client.connect()
    await client.query(`listen "${channel}"`)
  } catch (error) {
    open = false
    void client.end().catch(() => {})
    throw error
  }
  return {
    async notify() {
      const timer = setTimeout(() => lose(new Error('a NOTIFY was not answered')), patienceMilliseconds)
      timer.unref()
      try {
        await client.query(`notify "${channel}"`)
      } finally {
        clearTimeout(timer)
      }
    },
    async close() {
      open = false
      await client.end().catch(() => {})
    },
  }
}
