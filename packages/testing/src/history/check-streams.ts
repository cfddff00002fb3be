import type { Message } from '@msg/core'
import { grouped } from './grouped.ts'
import type { History, StreamWindow, Violation } from './history.ts'

/**
 * Each stream is a contiguous slice of the final order, conversation by conversation; where its viewer and their windows are
 * known, of what they may be told of: nothing outside, and no gap but that between two windows.
 */
export const checkStreams = (history: History): readonly Violation[] => {
  const seqs = new Map(history.final.map(({ id, seq }) => [id, seq]))
  return Object.entries(history.streams).flatMap(([client, stream]) =>
    [...grouped(stream, ({ conversationId }) => conversationId)].flatMap(([conversationId, slice]) => {
      const windows = windowsOf(history, client, conversationId)
      return [...follows(client, slice, { windows, seqs }), ...outside(client, slice, windows)]
    }),
  )
}

type Windows = readonly StreamWindow[] | null

/** Null where nothing is known: then everything is allowed. */
const windowsOf = ({ viewers, windows }: History, client: string, conversationId: string): Windows => {
  const userId = viewers?.[client]
  if (userId === undefined || windows === undefined) return null
  return windows.filter((window) => window.userId === userId && window.conversationId === conversationId)
}

const admits = (windows: Windows, seq: number): boolean =>
  windows === null || windows.some(({ afterSeq, untilSeq }) => seq > afterSeq && seq <= (untilSeq ?? Infinity))

const outside = (client: string, slice: readonly Message[], windows: Windows): readonly Violation[] =>
  slice.filter(({ seq }) => !admits(windows, seq)).map(({ seq }) => ({ kind: 'window', about: `${client} at ${seq}` }))

interface Known {
  readonly windows: Windows
  readonly seqs: ReadonlyMap<string, number>
}

const follows = (client: string, slice: readonly Message[], { windows, seqs }: Known): readonly Violation[] =>
  slice.flatMap((message, index) => {
    const before = slice[index - 1]
    const inPlace = before === undefined || message.seq === nextAfter(before.seq, message.seq, windows)
    const same = seqs.get(message.id) === message.seq
    return inPlace && same ? [] : [{ kind: 'stream' as const, about: `${client} at ${message.seq}` }]
  })

/** The first number after one that may be told, looking no further than to another. */
const nextAfter = (seq: number, end: number, windows: Windows): number => {
  for (let next = seq + 1; next < end; next += 1) if (admits(windows, next)) return next
  return end > seq ? end : seq + 1
}
