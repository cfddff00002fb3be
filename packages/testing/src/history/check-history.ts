import type { Message } from '@msg/core'
import { checkReaders } from './check-readers.ts'
import { checkStreams } from './check-streams.ts'
import { grouped } from './grouped.ts'
import type { History, SendRecord, Violation } from './history.ts'

/**
 * Judges a history: nothing acknowledged is lost or doubled, nothing refused is there, numbers are dense, the order agrees
 * with real time and with each client's own, acknowledgements tell the truth, each stream is a contiguous slice of the
 * final order within its viewer's windows, watermarks never move back, and unread is counted right. Linear in the number of sends, because a conversation is an append-only log with unique keys.
 */
export const checkHistory = (history: History): readonly Violation[] => {
  const places = placesOf(history.final)
  return [
    ...history.sends.flatMap((send) => presence(send, places.get(send.id) ?? [])),
    ...strangers(history),
    ...byConversation(history.final).flatMap(holes),
    ...inRealTime(history, places),
    ...inClientOrder(history),
    ...checkStreams(history),
    ...checkReaders(history),
  ]
}

type Places = ReadonlyMap<string, readonly Message[]>

const placesOf = (messages: readonly Message[]): Places => grouped(messages, ({ id }) => id)

const byConversation = (messages: readonly Message[]): readonly (readonly Message[])[] => [
  ...grouped(messages, ({ conversationId }) => conversationId).values(),
]

const presence = (send: SendRecord, places: readonly Message[]): readonly Violation[] => {
  const [place, ...more] = places
  if (more.length > 0) return [{ kind: 'doubled', about: send.id }]
  if (send.outcome === 'refused') return place === undefined ? [] : [{ kind: 'phantom', about: send.id }]
  if (send.outcome === 'unknown') return []
  if (place === undefined) return [{ kind: 'lost', about: send.id }]
  const answered = place.seq === send.seq && place.conversationId === send.conversationId
  return answered ? [] : [{ kind: 'wrong answer', about: send.id }]
}

/** Messages nobody sent. */
const strangers = ({ sends, final }: History): readonly Violation[] => {
  const known = new Set(sends.map(({ id }) => id))
  return final.filter(({ id }) => !known.has(id)).map(({ id }) => ({ kind: 'phantom', about: id }))
}

const holes = (messages: readonly Message[]): readonly Violation[] =>
  messages
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ seq, id }, index) => (seq === index + 1 ? [] : [{ kind: 'hole' as const, about: `${seq} ${id}` }]))
    .slice(0, 1)

/** If one send was answered before another began, it has the lower number. */
const inRealTime = ({ sends }: History, places: Places): readonly Violation[] =>
  [...grouped(sends, ({ conversationId }) => conversationId).values()].flatMap((group) => {
    const placed = group
      .flatMap((send) => (places.get(send.id) ?? []).slice(0, 1).map(({ seq }) => ({ send, seq })))
      .toSorted((a, b) => a.seq - b.seq)
    let latestBegin = -Infinity
    return placed.flatMap(({ send }) => {
      latestBegin = Math.max(latestBegin, send.invokedAt)
      const early = send.outcome === 'ok' && send.completedAt !== null && send.completedAt < latestBegin
      return early ? [{ kind: 'real-time order' as const, about: send.id }] : []
    })
  })

/** A client that awaits each answer is numbered in the order of its sends. */
const inClientOrder = ({ sends }: History): readonly Violation[] =>
  [...grouped(sends, ({ client, conversationId }) => `${client} ${conversationId}`).values()].flatMap((group) => {
    const acknowledged = group.filter(({ outcome }) => outcome === 'ok').toSorted((a, b) => a.invokedAt - b.invokedAt)
    return acknowledged.flatMap((send, index) => {
      const before = acknowledged[index - 1]
      const inOrder = before === undefined || (before.seq ?? 0) < (send.seq ?? 0)
      return inOrder ? [] : [{ kind: 'client order' as const, about: send.id }]
    })
  })
