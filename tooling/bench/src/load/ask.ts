import { askOn } from './ask-on.ts'
import { openCaller } from './caller.ts'

/** What asking for a while came to. */
export interface Asked {
  readonly count: number
  readonly perSecond: number
  readonly milliseconds: readonly number[]
  /** The answer to the first request. */
  readonly sample: string
  readonly allOk: boolean
}

/** Asks over HTTP until the time is over: so many callers, each one request at a time. */
export const askFor = async (
  port: number,
  {
    callers: count,
    seconds,
    request,
  }: { readonly callers: number; readonly seconds: number; readonly request: (n: number) => string },
): Promise<Asked> => {
  const callers = await Promise.all(Array.from({ length: count }, () => openCaller(port)))
  const askedAt: number[] = []
  const milliseconds: number[] = []
  const start = performance.now()
  const end = start + seconds * 1_000
  let next = 0
  let sample = ''
  let allOk = true
  await askOn(callers, {
    next(caller, now) {
      if (now >= end) return null
      askedAt[caller] = now
      return request(next++)
    },
    answered(caller, { status, body }, now) {
      milliseconds.push(now - (askedAt[caller] ?? Number.NaN))
      if (sample === '') sample = body.toString()
      allOk &&= status === 200
    },
  })
  const elapsed = (performance.now() - start) / 1_000
  for (const caller of callers) caller.close()
  return { count: milliseconds.length, perSecond: milliseconds.length / elapsed, milliseconds, sample, allOk }
}
