import type { Client } from '@msg/client'
import { isMsgError } from '@msg/core'
import { newId } from '@msg/testing'
import type { SendRecord } from '@msg/testing'

/**
 * Sends into random conversations, one after the other, until stopped, and keeps a record. An unknown outcome is sent again
 * with the same id, as a careful client does, until it is known or the sender is stopped for good.
 */
export interface Sender {
  readonly records: readonly SendRecord[]
  /** Sends no new messages; settles what is under way. */
  stop(): Promise<void>
}

/** Who sends, and where to. */
export interface SenderOptions {
  readonly name: string
  readonly conversationIds: readonly string[]
  readonly onSent: () => void
  /** Waited for before each send. Default: as fast as answers come. */
  readonly pace?: () => Promise<void>
}

export const startSender = (client: Client, { name, conversationIds, onSent, pace }: SenderOptions): Sender => {
  const records: SendRecord[] = []
  const stopping = new AbortController()

  const attempt = async (draft: { id: string; conversationId: string; body: string }) => {
    try {
      return { outcome: 'ok', seq: (await client.messages.send(draft)).seq } as const
    } catch (error) {
      const passing = isMsgError(error) && ['offline', 'timeout', 'unavailable', 'busy'].includes(error.code)
      return passing ? null : ({ outcome: 'refused', seq: null } as const)
    }
  }
  const sendOne = async (n: number): Promise<void> => {
    const conversationId = conversationIds[n % conversationIds.length] ?? ''
    const draft = { id: newId(), conversationId, body: `${name} ${n}` }
    const invokedAt = performance.now()
    for (;;) {
      const answer = await attempt(draft)
      if (answer === null) {
        await breather()
        continue
      }
      records.push({ client: name, id: draft.id, conversationId, invokedAt, completedAt: performance.now(), ...answer })
      onSent()
      return
    }
  }
  const work = (async () => {
    for (let n = 0; !stopping.signal.aborted; n += 1) {
      await pace?.()
      await sendOne(n)
    }
  })()
  return {
    records,
    async stop() {
      stopping.abort()
      await work
    },
  }
}

/** A moment for a server that is down to come back. */
const breather = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
