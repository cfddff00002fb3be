import { randomIds, systemClock } from '@msg/core'
import type { Check } from '../check.ts'
import type { Caller } from './caller.ts'
import { openCaller, requestOf } from './caller.ts'
import { below, together } from './crowd.ts'
import type { Reader, Received } from './reader.ts'

const ids = randomIds(systemClock())

/** Who sends where. */
export interface Sender {
  readonly userId: string
  readonly conversationIds: readonly string[]
}

/** A message that was acknowledged. */
export interface Acked {
  readonly id: string
  readonly conversationId: string
  readonly seq: number
  /** When the request went out and when the answer came, on the clock of `performance.now()`. */
  readonly asked: number
  readonly answered: number
}

/** Makes a group through the interface. */
export const startGroup = async (port: number, userId: string, userIds: readonly string[]): Promise<string> => {
  const caller = await openCaller(port)
  try {
    const { status, body } = await caller.ask(requestOf({ method: 'POST', path: '/groups', userId, body: { userIds } }))
    const made: { id: string } = JSON.parse(body)
    if (status !== 201) throw new Error(`no group: ${body}`)
    return made.id
  } finally {
    caller.close()
  }
}

/** Makes a room through the interface, of which all these users are members. */
export const openRoom = async (port: number, userIds: readonly string[]): Promise<string> => {
  const [userId = '', ...others] = userIds
  const callers = await together(below(16), 16, () => openCaller(port))
  try {
    const asked = requestOf({ method: 'POST', path: '/rooms', userId, body: { title: 'a room' } })
    const { status, body } = (await callers[0]?.ask(asked)) ?? { status: 0, body: '' }
    if (status >= 300) throw new Error(`no room: ${body}`)
    const { id }: { id: string } = JSON.parse(body)
    await together(callers, callers.length, async (caller, index) => {
      for (let n = index; n < others.length; n += callers.length) {
        const joining = {
          method: 'POST',
          path: `/conversations/${id}/join`,
          userId: others[n] ?? '',
          body: {},
        } as const
        const answer = await caller.ask(requestOf(joining))
        if (answer.status >= 300) throw new Error(`nobody joined: ${answer.body}`)
      }
    })
    return id
  } finally {
    for (const caller of callers) caller.close()
  }
}

/** Sends over HTTP until the time is over, each sender one message at a time. What the answers say is read when the clock has stopped. */
export const sendFor = async (port: number, senders: readonly Sender[], seconds: number): Promise<readonly Acked[]> => {
  const callers = await Promise.all(senders.map(() => openCaller(port)))
  const end = performance.now() + seconds * 1_000
  const work = async (caller: Caller, { userId, conversationIds }: Sender): Promise<readonly Answered[]> => {
    const answers: Answered[] = []
    for (let n = 0; performance.now() < end; n += 1)
      answers.push(await send(caller, userId, conversationIds[n % conversationIds.length] ?? ''))
    return answers
  }
  const all = await together(callers, callers.length, (caller, index) =>
    work(caller, senders[index] ?? { userId: '', conversationIds: [] }),
  )
  for (const caller of callers) caller.close()
  return all.flat().map(ackedOf)
}

/** Sends one message. Anything but a message made is an error. */
export const sendOne = async (caller: Caller, userId: string, conversationId: string): Promise<Acked> =>
  ackedOf(await send(caller, userId, conversationId))

/** A message that was acknowledged, and the answer as it came. */
interface Answered extends Omit<Acked, 'seq'> {
  readonly body: string
}

let sent = 0

/** As long as the text of the one-row insert, and as much of it words that others have, as what people write. */
const nextBody = (): string => `message ${(sent += 1)} of those that are sent and held against the one-row insert`

const send = async (caller: Caller, userId: string, conversationId: string): Promise<Answered> => {
  const id = ids.next()
  const path = `/conversations/${conversationId}/messages`
  const asked = performance.now()
  const { status, body } = await caller.ask(requestOf({ method: 'POST', path, userId, body: { id, body: nextBody() } }))
  if (status !== 201) throw new Error(`a send was answered ${status}: ${body}`)
  return { id, conversationId, asked, answered: performance.now(), body }
}

const ackedOf = ({ body, ...answered }: Answered): Acked => {
  const { seq }: { readonly seq: number } = JSON.parse(body)
  return { ...answered, seq }
}

/** Waits until as many messages have come as are due, or nothing has come for a while. */
export const arrived = async (
  readers: readonly Reader[],
  due: number,
): Promise<ReadonlyMap<Reader, readonly Received[]>> => {
  const all = new Map<Reader, readonly Received[]>(readers.map((reader) => [reader, []]))
  const count = (): number => [...all.values()].reduce((sum, { length }) => sum + length, 0)
  const start = performance.now()
  const idleSince = (): number => Math.max(start, ...readers.map((reader) => reader.lastAt()))
  for (;;) {
    for (const reader of readers) all.set(reader, [...(all.get(reader) ?? []), ...reader.take()])
    if (count() >= due || performance.now() - idleSince() > 5_000) return all
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Nothing acknowledged is lost, nothing comes twice, and every conversation comes in its order, without a hole. */
export const deliveryChecks = (
  acked: readonly Acked[],
  received: ReadonlyMap<Reader, readonly Received[]>,
  copies = 1,
): readonly Check[] => {
  const seen = [...received.values()].flat()
  const distinct = new Set(
    [...received].flatMap(([{ userId }, messages]) => messages.map(({ id }) => `${userId} ${id}`)),
  )
  const known = new Set(acked.map(({ id }) => id))
  const lost = acked.length * copies - distinct.size
  return [
    {
      says: `none of ${acked.length * copies} deliveries is lost`,
      holds: lost === 0 && seen.every(({ id }) => known.has(id)),
    },
    { says: 'none comes twice', holds: distinct.size === seen.length },
    {
      says: 'each conversation is dense and in order',
      holds: [...received.values()].every(isDense) && isDense(inOrder(acked)),
    },
  ]
}

const inOrder = (acked: readonly Acked[]): readonly Acked[] => acked.toSorted((a, b) => a.seq - b.seq)

const isDense = (messages: readonly { readonly conversationId: string; readonly seq: number }[]): boolean => {
  const last = new Map<string, number>()
  return messages.every(({ conversationId, seq }) => {
    const before = last.get(conversationId)
    last.set(conversationId, seq)
    return before === undefined || seq === before + 1
  })
}

/** Names of users nobody else has. */
export const usersNamed = (prefix: string, count: number): readonly string[] => {
  const run = ids.next().slice(-6)
  return below(count).map((n) => `${prefix}-${run}-${n}`)
}
