import { randomIds, systemClock } from '@msg/core'
import type { Check } from '../check.ts'
import { askOn } from './ask-on.ts'
import type { Answer, Caller } from './caller.ts'
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
    const made: { id: string } = JSON.parse(body.toString())
    if (status !== 201) throw new Error(`no group: ${body.toString()}`)
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
    const made = await callers[0]?.ask(asked)
    if (made === undefined || made.status >= 300) throw new Error(`no room: ${made?.body.toString()}`)
    const { id }: { id: string } = JSON.parse(made.body.toString())
    await together(callers, callers.length, async (caller, index) => {
      for (let n = index; n < others.length; n += callers.length) {
        const joining = {
          method: 'POST',
          path: `/conversations/${id}/join`,
          userId: others[n] ?? '',
          body: {},
        } as const
        const answer = await caller.ask(requestOf(joining))
        if (answer.status >= 300) throw new Error(`nobody joined: ${answer.body.toString()}`)
      }
    })
    return id
  } finally {
    for (const caller of callers) caller.close()
  }
}

/** Sends over HTTP until the time is over, each sender one message at a time. */
export const sendFor = async (port: number, senders: readonly Sender[], seconds: number): Promise<readonly Acked[]> => {
  const callers = await Promise.all(senders.map(() => openCaller(port)))
  const letters = senders.map(lettersOf)
  const underWay: (Letter | null)[] = senders.map(() => null)
  const all: Acked[] = []
  const end = performance.now() + seconds * 1_000
  await askOn(callers, {
    next(place, now) {
      const letter = now < end ? (letters[place]?.(now) ?? null) : null
      underWay[place] = letter
      return letter?.request ?? null
    },
    answered(place, answer, now) {
      const letter = underWay[place]
      if (letter) all.push(ackedOf(letter, answer, now))
    },
  })
  for (const caller of callers) caller.close()
  return all
}

/** Sends one message. Anything but a message made is an error. */
export const sendOne = async (caller: Caller, userId: string, conversationId: string): Promise<Acked> => {
  const letter = lettersOf({ userId, conversationIds: [conversationId] })(performance.now())
  return ackedOf(letter, await caller.ask(letter.request), performance.now())
}

/** A message that goes out. */
interface Letter {
  readonly id: string
  readonly conversationId: string
  readonly request: Buffer
  readonly asked: number
}

/** Always of seven digits: every message is as long. */
let sent = 1_000_000

/** As long as the text of the one-row insert, and as much of it words that others have, as what people write. */
const text = `message ${sent} of those that are sent and held against the one-row insert`

/** The next message of a sender, to each of its conversations in turn. Each is the last one with another id and number in it. */
const lettersOf = ({ userId, conversationIds }: Sender): ((asked: number) => Letter) => {
  const empty = ids.next()
  const letters = conversationIds.map((conversationId) => {
    const path = `/conversations/${conversationId}/messages`
    const request = Buffer.from(requestOf({ method: 'POST', path, userId, body: { id: empty, body: text } }))
    return {
      conversationId,
      request,
      idAt: request.indexOf(empty),
      numberAt: request.indexOf(text) + 'message '.length,
    }
  })
  let turn = 0
  return (asked) => {
    const letter = letters[turn]
    if (letter === undefined) throw new Error(`${userId} has nowhere to write`)
    turn = (turn + 1) % letters.length
    const id = ids.next()
    letter.request.write(id, letter.idAt, 'latin1')
    letter.request.write(String((sent += 1)), letter.numberAt, 'latin1')
    return { id, conversationId: letter.conversationId, request: letter.request, asked }
  }
}

const ackedOf = ({ id, conversationId, asked }: Letter, { status, body }: Answer, answered: number): Acked => {
  if (status !== 201) throw new Error(`a send was answered ${status}: ${body.toString()}`)
  return { id, conversationId, seq: seqIn(body), asked, answered }
}

/** Which number an answer tells: it is looked for, as parsing each of them takes as long as sending does. */
const seqIn = (body: Buffer): number => {
  const at = body.indexOf(seqName) + seqName.length
  return Number.parseInt(body.toString('latin1', at, at + 10), 10)
}

const seqName = Buffer.from('"seq":')

/** Milliseconds without anything new before what came is looked at: what came meanwhile would be late. */
const quiet = 20

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
    const idle = performance.now() - idleSince()
    if (idle > quiet) {
      for (const reader of readers) all.set(reader, [...(all.get(reader) ?? []), ...reader.take()])
      if (count() >= due || idle > 5_000) return all
    }
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
