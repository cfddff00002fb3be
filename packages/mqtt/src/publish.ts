import type { NoticeOutcome } from '@msg/core'
import type { IClientPublishOptions } from 'mqtt'
import type { Connection } from './connection.ts'

/** One message for the broker. */
export interface Publication {
  readonly topic: string
  readonly payload: string
  readonly options: IClientPublishOptions
}

/** Reason codes of MQTT 5 with which trying again would not help. */
const hopeless: Readonly<Record<number, string>> = {
  0x90: 'topic_name_invalid',
  0x99: 'payload_format_invalid',
}

/**
 * Hands a message to the broker: done at QoS 0 once it is written to a live connection, at 1 and 2 once the broker has
 * acknowledged it. What is on its way when the connection breaks has failed: it is taken back and told again, and should it be the
 * very reason why the broker hangs up, it does so a dozen times and not for ever.
 */
export const publish = (
  connection: Connection,
  publication: Publication,
  signal: AbortSignal,
): Promise<NoticeOutcome> =>
  new Promise((resolve) => {
    const { gate } = connection
    const end: Ending['end'] = (outcome) => {
      gate.leave()
      resolve(outcome)
    }
    gate.enter(() => publishNow(connection, publication, { signal, end }))
  })

/** How a publication ends. */
interface Ending {
  readonly signal: AbortSignal
  /** Is called once, with a rejection for what is no message at all. */
  readonly end: (outcome: NoticeOutcome | Promise<never>) => void
}

const publishNow = (
  { client, underWay, trouble }: Connection,
  { topic, payload, options }: Publication,
  { signal, end }: Ending,
): void => {
  if (signal.aborted) return end(lost)
  if (!client.connected) return end({ status: 'away', reason: trouble() ?? 'broker_unreachable' })
  let settled = false
  const settle: Ending['end'] = (outcome) => {
    if (settled) return
    settled = true
    ended()
    signal.removeEventListener('abort', giveUp)
    end(outcome)
  }
  let messageId: number | null = null
  const giveUp = (): void => {
    settle(lost)
    if (messageId !== null) client.removeOutgoingMessage(messageId)
  }
  const ended = underWay.begin(giveUp)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    client.publish(topic, payload, options, (error) => settle(error ? failureOf(error) : done))
    messageId = options.qos === 0 ? null : client.getLastMessageId()
  } catch (error) {
    if (!settled) settle(Promise.reject(error))
  }
}

const done: NoticeOutcome = { status: 'done' }

const lost: NoticeOutcome = { status: 'failed', reason: 'connection_lost' }

const failureOf = (error: Error): NoticeOutcome => {
  const code = 'code' in error && typeof error.code === 'number' ? error.code : null
  if (code === null || code < 0x80) return { status: 'failed', reason: 'not_published' }
  const reason = hopeless[code]
  if (reason !== undefined) return { status: 'refused', reason }
  return { status: 'failed', reason: code === 0x87 ? 'not_authorized' : `mqtt_${code}` }
}
