import { isMsgError, MsgError } from '@msg/core/errors'
import type { Clock } from '@msg/core'
import { readServerFrame, retryHint } from '@msg/contract/frames'
import { places } from '@msg/contract/routes'
import { deferred } from '../deferred.ts'
import { refusal } from '../failure.ts'
import type { Http } from '../http.ts'
import { blameFor } from './blame.ts'
import type { Carrier, End } from './transport.ts'
import { keepVigil } from './vigil.ts'

export interface StreamOptions {
  readonly http: Http
  readonly clock: Clock
  /** Milliseconds the server has to greet. */
  readonly greeting: number
}

/** Live updates as server-sent events, read with `fetch`: with the headers of any request, and the cursor in the body. */
export const overSse = ({ http, clock, greeting }: StreamOptions): Carrier => ({
  name: 'sse',
  isLate: false,
  open: ({ wanted, onFrame }) => {
    const ended = deferred<End>()
    const leaving = new AbortController()
    const end = (how: End): void => {
      vigil.stop()
      ended.resolve(how)
      leaving.abort()
    }
    const vigil = keepVigil(clock, greeting, () => end(vigil.heard() ? {} : { blame: 'stuck' }))
    const read = async (): Promise<End> => {
      const response = await http.stream(places.stream, wanted(), leaving.signal)
      for await (const data of eventsOf(response)) {
        if (leaving.signal.aborted) return {}
        vigil.hear()
        const frame = readServerFrame(data)
        if (frame?.type === 'close') return { hint: retryHint(frame.reason) }
        if (frame !== undefined && frame.type !== 'ping') onFrame(frame)
      }
      return vigil.heard() ? {} : { blame: 'broken' }
    }
    read().then(end, (error: unknown) => end(failed(error, !vigil.heard())))
    return { ended: ended.promise, close: () => end({}) }
  },
})

/** What cannot be read as a stream will not be the next time; a stream that breaks off is nothing special. */
const failed = (error: unknown, isMute: boolean): End => {
  if (!isMsgError(error)) return isMute ? { blame: 'broken' } : {}
  const isUnable = error.code === 'feature_disabled' || error.code === 'not_found'
  return { error, blame: isUnable ? 'unable' : blameFor(error) }
}

/**
 * The data of each event, as they come.
 * @throws unavailable when the answer is no stream, feature_disabled when it is one that cannot be read here
 */
async function* eventsOf(response: Response): AsyncGenerator<string, void, void> {
  const { body, headers } = response
  if (headers.get('content-type')?.startsWith('text/event-stream') !== true) throw refusal(response, undefined, 'read')
  if (body === null || !('getReader' in body)) throw new MsgError('feature_disabled', 'no stream can be read here')
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += decoder.decode(value, { stream: true })
    const events = text.split('\n\n')
    // An event that breaks off in the middle never was.
    text = events.pop() ?? ''
    for (const event of events) yield event.replace(/^data: ?/, '')
  }
}
