import type { NoticeOutcome } from '@msg/core'
import type { Connection } from './connection.ts'
import { firstFailure } from './outgoing.ts'
import type { Publication } from './packets.ts'
import type { Ending } from './under-way.ts'

/** Reason codes of MQTT 5 with which trying again would not help. */
const hopeless: Readonly<Record<number, string>> = {
  0x90: 'topic_name_invalid',
  0x95: 'packet_too_large',
  0x99: 'payload_format_invalid',
}

/** Until when a message is published. */
export interface Publishing {
  /** Fires when nobody waits for it any more. */
  readonly signal: AbortSignal
  /** Is called once, when it has ended. */
  readonly end: (outcome: NoticeOutcome) => void
}

/**
 * Hands a message to the broker: done at QoS 0 once it is written to a live connection, at 1 and 2 once the broker has
 * acknowledged it. What is on its way when the connection breaks has failed: it is told again, and should it be the
 * very reason why the broker hangs up, it does so a dozen times and not for ever.
 */
export const publish = (connection: Connection, publication: Publication, { signal, end }: Publishing): void => {
  const { gate } = connection
  const leave = (outcome: NoticeOutcome): void => {
    gate.leave()
    end(outcome)
  }
  gate.enter(() => publishNow(connection, publication, { signal, end: leave }))
}

const publishNow = (
  { client, outgoing, trouble, lacks }: Connection,
  publication: Publication,
  { signal, end }: Publishing,
): void => {
  if (signal.aborted) return end(lost)
  if (!client.connected) return end({ status: 'away', reason: trouble() ?? 'broker_unreachable' })
  // It would hang up on this message, and on the next one.
  const reason = lacks(publication)
  if (reason !== null) return end({ status: 'away', reason })
  const giveUp = outgoing.send(publication, (ending) => {
    signal.removeEventListener('abort', giveUp)
    end(outcomeOf(ending))
  })
  signal.addEventListener('abort', giveUp, { once: true })
}

const done: NoticeOutcome = { status: 'done' }

const lost: NoticeOutcome = { status: 'failed', reason: 'connection_lost' }

const outcomeOf = (ending: Ending): NoticeOutcome => {
  if (ending === 'lost') return lost
  if (ending < firstFailure) return done
  const reason = hopeless[ending]
  if (reason !== undefined) return { status: 'refused', reason }
  return { status: 'failed', reason: ending === 0x87 ? 'not_authorized' : `mqtt_${ending}` }
}
