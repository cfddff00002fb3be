import type { Change, LiveEvent, LiveSubscription } from '@msg/core'

/** Reads a subscription piece by piece. */
export interface LiveReader {
  /** Every change up to and including the next `ready`. */
  untilReady(): Promise<readonly Change[]>
  /** The next `count` changes. */
  changes(count: number): Promise<readonly Change[]>
  /** The next event. */
  next(): Promise<LiveEvent | null>
  /** Where to go on after everything read so far. */
  cursor(): string
}

export const readerOf = (subscription: LiveSubscription): LiveReader => {
  const events = subscription[Symbol.asyncIterator]()
  let rest: readonly Change[] = []
  let cursor = ''
  const next = async (): Promise<LiveEvent | null> => {
    const result = await events.next()
    if (result.done === true) return null
    if ('cursor' in result.value) cursor = result.value.cursor
    return result.value
  }
  return {
    next,
    cursor: () => cursor,
    async untilReady() {
      const missed: Change[] = []
      for (;;) {
        const event = await next()
        if (event === null || event.type === 'ready') return missed
        if (event.type === 'changes') missed.push(...event.changes)
      }
    },
    async changes(count) {
      while (rest.length < count) {
        const event = await next()
        if (event === null) break
        if (event.type === 'changes') rest = [...rest, ...event.changes]
      }
      const taken = rest.slice(0, count)
      rest = rest.slice(count)
      return taken
    },
  }
}

/** What a change is about, in one line. */
export const inShort = (change: Change): string => {
  const { type, subject } = change
  if (subject === 'gone') return `${type} gone`
  if ('messageId' in subject) return type
  if ('body' in subject) return `${type} ${subject.seq} ${subject.body}`
  if ('readSeq' in subject) return `${type} ${subject.userId} ${subject.readSeq}`
  return 'userId' in subject ? `${type} ${subject.userId}` : type
}
