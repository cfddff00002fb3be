import type { PgListener } from './postgres-driver.ts'
import type { WakeUpEvents, WakeUpLine } from './wake-up-bus.ts'

/** How long an answer may take before the connection counts as dead. */
const patienceMilliseconds = 10_000

/**
 * How often a connection on which only others are heard is asked whether it is still there. One that is silent may have died without a word:
 * systems, firewalls and balancers forget connections on which nothing happens, most of them not within a minute.
 */
const askMilliseconds = 30_000

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
  let asking: NodeJS.Timeout | null = null
  const lose = (error?: unknown): void => {
    if (!open) return
    open = false
    if (asking !== null) clearInterval(asking)
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
  const ask = async (text: string, values?: string[]): Promise<void> => {
    const timer = setTimeout(() => lose(new Error('there was no answer')), patienceMilliseconds)
    timer.unref()
    try {
      await client.query(text, values)
    } finally {
      clearTimeout(timer)
    }
  }
  let last: Promise<void> = Promise.resolve()
  /** One statement at a time on the connection. */
  const inTurn = (text: string, values?: string[]): Promise<void> => {
    const turn = last.then(() => ask(text, values))
    last = turn.catch(() => {})
    return turn
  }
  // What it fails with the connection says itself.
  asking = setInterval(() => void inTurn('select 1').catch(() => {}), askMilliseconds)
  asking.unref()
  return {
    notify: (payload) =>
      payload === '' ? inTurn(`notify "${channel}"`) : inTurn(`select pg_notify('${channel}', $1)`, [payload]),
    async close() {
      open = false
      if (asking !== null) clearInterval(asking)
      await client.end().catch(() => {})
    },
  }
}
