import type { MqttClient } from 'mqtt'
import { createMessageIds } from './message-ids.ts'

/** How a publication ended: with the reason code of the broker's answer, or without one, because the connection broke. */
export type Ending = number | 'lost'

/** Publications that the broker has not acknowledged yet. */
export interface UnderWay {
  /** Notes one, and returns its message id; what is given is called once, when it has ended. */
  begin(ended: (ending: Ending) => void): number
  /** Ends the one with this message id, if it has not ended yet. */
  end(id: number, ending: Ending): void
}

/** Milliseconds without an acknowledgement after which the broker is asked for more of them. */
const patience = 1

/**
 * A broker may hold back small packets until what it sent before is confirmed to have arrived (Nagle's algorithm, which Mosquitto leaves on
 * unless its settings say otherwise), and systems confirm that only after some forty milliseconds, or along with what they send. So
 * when acknowledgements stop coming while some are still due, a ping is sent, which the confirmation travels with. Its answer may be what
 * the next ones are held back for: they are asked for as well, but only one ping is sent for each acknowledgement.
 */
export const createUnderWay = (client: Pick<MqttClient, 'connected' | 'sendPing' | 'on'>): UnderWay => {
  const open = createMessageIds<(ending: Ending) => void>()
  let ended = 0
  let endedAtPing = 0
  let timer: NodeJS.Timeout | null = null
  const wait = (): void => {
    const before = ended
    timer = setTimeout(() => {
      timer = null
      if (open.isEmpty() || !client.connected) return
      if (ended !== before) return wait()
      endedAtPing = ended
      client.sendPing()
    }, patience)
    timer.unref()
  }
  const waitIfDue = (): void => {
    if (!open.isEmpty() && timer === null) wait()
  }
  const end: UnderWay['end'] = (id, ending) => {
    const told = open.take(id)
    if (told === null) return
    ended += 1
    waitIfDue()
    told(ending)
  }
  client.on('packetreceive', ({ cmd }) => {
    if (cmd === 'pingresp' && ended !== endedAtPing) waitIfDue()
  })
  client.on('close', () => {
    for (const id of open.all()) end(id, 'lost')
  })
  return { begin: open.add, end }
}
