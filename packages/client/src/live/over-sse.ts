import { isMsgError, MsgError } from '@msg/core/errors'
import type { Clock } from '@msg/core'
import { readServerFrame, retryHint } from '@msg/contract/frames'
import { places } from '@msg/contract/routes'
import { deferred } from '../deferred.ts'
import type { Http } from '../http.ts'
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
    let begun = false
    const vigil = keepVigil(clock, greeting, () => end(vigil.heard() ? {} : { blame: 'stuck' }))
    const read = async (): Promise<End> => {
      const response = await http.stream(places.stream, wanted(), leaving.signal)
      begun = true
      for await (const data of eventsOf(response)) {
        if (leaving.signal.aborted) return {}
        vigil.hear()
        const frame = readServerFrame(data)
        if (frame?.type === 'close') return { hint: retryHint(frame.reason) }
        if (frame !== undefined && frame.type !== 'ping') onFrame(frame)
      }
      return vigil.heard() ? {} : { blame: 'broken' }
    }
    read().then(end, (error: unknown) => end(failed(error, begun && !vigil.heard())))
    return { ended: ended.promise, close: () => end({}) }
  },
})

/** What is no stream will not be one the next time; a stream that breaks off is nothing special. */
const failed = (error: unknown, isMute: boolean): End => {
  if (!isMsgError(error)) return isMute ? { blame: 'broken' } : {}
  const isUnable = error.code === 'feature_disabled' || error.code === 'not_found'
  return { error, hint: error.retryAfter, blame: isUnable ? 'unable' : undefined }
}

/** The data of each event, as they come. @throws feature_disabled when the answer cannot be read as a stream */
async function* eventsOf({ body, headers }: Response): AsyncGenerator<string, void, void> {
  if (body === null || !('getReader' in body) || headers.get('content-type')?.startsWith('text/event-stream') !== true)
    throw new MsgError('feature_disabled', 'no stream can be read here')
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
