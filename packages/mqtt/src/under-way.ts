import { createSlots } from '@msg/core'
import type { MqttClient } from 'mqtt'

/** Publications that the broker has not acknowledged yet. */
export interface UnderWay {
  /** Notes one; what is given is called when the connection breaks. Returns what to call when it has come to its end, whichever. */
  begin(giveUp: () => void): () => void
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
  const open = createSlots<() => void>()
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
  client.on('packetreceive', ({ cmd }) => {
    if (cmd === 'pingresp' && ended !== endedAtPing) waitIfDue()
  })
  client.on('close', () => {
    for (const giveUp of open.all()) giveUp()
  })
  return {
    begin(giveUp) {
      const leave = open.add(giveUp)
      return () => {
        leave()
        ended += 1
        waitIfDue()
      }
    },
  }
}
