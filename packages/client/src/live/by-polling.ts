import { isMsgError, MsgError } from '@msg/core/errors'
import type { Clock, Timestamp } from '@msg/core'
import { pollWait, readPollAnswer } from '@msg/contract/frames'
import type { PollInput, StreamInput } from '@msg/contract/frames'
import { places } from '@msg/contract/routes'
import { deferred } from '../deferred.ts'
import type { Http } from '../http.ts'
import { blameFor } from './blame.ts'
import { pause } from './pause.ts'
import type { Carrier, End } from './transport.ts'

export interface PollingOptions {
  readonly http: Http
  readonly clock: Clock
  /** Milliseconds an answer is waited for. */
  readonly timeout: number
  /** Milliseconds between polls; undefined: the server answers when something happens, and is asked again at once. */
  readonly interval: number | undefined
}

/** Seconds a server may wait. Of what a watch missed between two polls it learns with the next answer only. */
const longestFor = ({ watch }: StreamInput): number => (watch === undefined ? pollWait : 3)

/** Seconds a server may wait that is given `timeout` milliseconds for an answer. */
const waitFor = (timeout: number): number => Math.floor(timeout / 1_000) - 5

/** Milliseconds between polls where an answer is not waited for long enough to let the server wait. */
const hurried = 3_000

/** Live updates by asking for them again and again. */
export const byPolling = ({ http, clock, timeout, interval }: PollingOptions): Carrier => ({
  name: 'polling',
  isLate: interval !== undefined || waitFor(timeout) <= 0,
  open: ({ wanted, onFrame }) => {
    const ended = deferred<End>()
    const leaving = new AbortController()
    const { signal } = leaving
    const patience = Math.min(longestFor(wanted()), waitFor(timeout))
    const rest = interval ?? (patience > 0 ? 0 : hurried)
    let heard: Timestamp | undefined
    const poll = async (wait: number): Promise<void> => {
      const input: PollInput = { ...wanted(), wait, ...(heard === undefined ? {} : { heard }) }
      const answer = readPollAnswer(await http.ask(places.poll, input, signal))
      if (answer === undefined) throw new MsgError('unavailable', 'the answer is not of this contract')
      heard = answer.heard
      for (const frame of answer.frames) if (!signal.aborted) onFrame(frame)
    }
    const keepAsking = async (): Promise<void> => {
      // At first it is only asked where things stand.
      for (let wait = 0; !signal.aborted; wait = rest > 0 ? 0 : patience) {
        await poll(wait)
        if (rest > 0) await pause(rest, clock, signal)
      }
    }
    const close = (): void => {
      ended.resolve({})
      leaving.abort()
    }
    keepAsking().catch((error: unknown) => ended.resolve(failed(error)))
    return { ended: ended.promise, close }
  },
})

const failed = (error: unknown): End => (isMsgError(error) ? { error, blame: blameFor(error) } : {})
