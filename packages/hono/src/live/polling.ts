import { MsgError } from '@msg/core'
import type { ErrorCode, Timestamp } from '@msg/core'
import { closeCodes, closeReason, pollWait, readServerFrame, socketLimits } from '@msg/contract'
import type { PollInput, ServerFrame } from '@msg/contract'
import type { Asker } from '../authenticate.ts'
import { serveGuest } from './connection.ts'
import type { House } from './connection.ts'
import { createLife } from './life.ts'
import type { Wire } from './life.ts'

/** Who polls, and what ends the waiting early. */
export interface Poll {
  readonly identity: Asker
  readonly input: PollInput
  /** The asker went away. */
  readonly gone: AbortSignal
  /** The server closes. */
  readonly closing: AbortSignal | undefined
}

/**
 * A live connection that ends as soon as it has something to tell: what was missed, the first thing that happens, or, after
 * a while, that nothing did. Resolves with the answer's JSON.
 * @throws unauthenticated, not_found, not_a_member, invalid_cursor, rate_limited, busy, unavailable
 */
export const poll = async (house: House, { identity, input, gone, closing }: Poll): Promise<string> => {
  const { wait = pollWait, ...wanted } = input
  // One millisecond back: what is signalled in this very millisecond still has to be heard.
  const draft = createDraft({ heard: new Date(house.clock.now() - 1).toISOString(), ...input })
  const error = await new Promise<ErrorCode | undefined>((resolve) => {
    const answer = (): void => life.end(closeCodes.restarting, closeReason(1))
    const wire: Wire = {
      send: (text, type) => {
        const state = draft.add(text, type)
        if (state === 'enough') answer()
        if (state === 'quiet') life.after(wait * 1_000, answer)
      },
      close: (_code, _reason, why) => resolve(why),
      waiting: () => 0,
    }
    const life = createLife(wire, house.clock)
    for (const signal of [gone, closing]) {
      signal?.addEventListener('abort', answer)
      life.onEnd(() => signal?.removeEventListener('abort', answer))
      if (signal?.aborted === true) answer()
    }
    void serveGuest({ wire, life }, house, { identity, ...wanted })
  })
  if (error !== undefined) throw new MsgError(error, 'the poll was refused')
  return draft.text()
}

/** What an answer is made of until it is given. */
interface Draft {
  /** Takes a frame. `quiet`: everything missed is in, and it was nothing. */
  add(text: string, type: ServerFrame['type']): 'more' | 'quiet' | 'enough'
  /** @throws unavailable when it was broken off before there was anything to tell */
  text(): string
}

const createDraft = (input: PollInput & Required<Pick<PollInput, 'heard'>>): Draft => {
  const { after, watch, wait } = input
  const frames: string[] = []
  let { heard } = input
  // A first poll wants a cursor at once; a watch has none.
  let isNews = (after === undefined && watch === undefined) || wait === 0
  let ready = false
  let length = 0
  return {
    add(text, type) {
      if (type === 'ping' || type === 'error') return 'more'
      frames.push(text)
      length += text.length
      ready ||= type === 'ready'
      if (type === 'signals') heard = lastOf(text, heard)
      isNews ||= type !== 'hello' && type !== 'ready'
      if (length > socketLimits.buffer) return 'enough'
      if (!ready) return 'more'
      return isNews ? 'enough' : 'quiet'
    },
    text() {
      // A greeting alone tells nothing.
      if (frames.length < 2) throw new MsgError('unavailable', 'the server is about to restart', { retryAfter: 1 })
      return `{"frames":[${frames.join(',')}],"heard":"${heard}"}`
    },
  }
}

/** When the last signal was: of a frame, or before. */
const lastOf = (text: string, before: Timestamp): Timestamp => {
  const frame = readServerFrame(text)
  return frame?.type === 'signals' ? frame.signals.reduce((last, { at }) => (at > last ? at : last), before) : before
}
