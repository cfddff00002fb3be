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
  const tell = async (): Promise<void> => {
    const timer = setTimeout(() => lose(new Error('a NOTIFY was not answered')), patienceMilliseconds)
    timer.unref()
    try {
      await client.query(`notify "${channel}"`)
    } finally {
      clearTimeout(timer)
    }
  }
  let underWay: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    underWay = tell().finally(() => {
      if (next === null) underWay = null
    })
    return underWay
  }
  return {
    // One statement at a time on the connection; whatever is asked for meanwhile is one more after it.
    notify: () => (underWay === null ? start() : (next ??= underWay.then(start, start))),
    async close() {
      open = false
      await client.end().catch(() => {})
    },
  }
}
