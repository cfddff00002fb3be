import {
  createManualClock,
  startFake,
  type FakeOptions,
  type FakeStackExchange,
  type ManualClock,
} from '@msg/fake-stackexchange'
import { onTestFinished } from 'vitest'
import { connect, cookies, type Chat, type ConnectOptions } from '../src/index.ts'

/** The bot's id on the fake. */
export const BOT = 7
/** A person's id on the fake. */
export const ALICE = 8
/** Another person's id on the fake. */
export const BOB = 9
/** The room most tests are in. */
export const SANDBOX = 1
/** Another room. */
export const LOBBY = 2

/** A fake with its hand-moved clock. */
export interface Fake extends FakeStackExchange {
  readonly clock: ManualClock
}

/** Starts a fake with three users and two rooms; it is closed when the test is over. */
export const useFake = async (options: Omit<FakeOptions, 'clock'> = {}): Promise<Fake> => {
  const clock = createManualClock()
  const fake = await startFake({ ...options, clock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot', email: 'bot@example.org', password: 'secret of the bot', reputation: 1234 })
  fake.user({ id: ALICE, name: 'Alice' })
  fake.user({ id: BOB, name: 'Bob' })
  fake.room({ id: SANDBOX, name: 'Sandbox', description: 'Where *bots* play', tags: ['sandbox', 'bots'] })
  fake.room({ id: LOBBY, name: 'Lobby' })
  return { ...fake, clock }
}

/** Connects a client to a fake, as the bot unless told otherwise; it is closed when the test is over. */
export const useChat = async (fake: Fake, options: Partial<ConnectOptions> = {}): Promise<Chat> => {
  const chat = await connect({
    server: fake.server,
    auth: cookies(fake.cookiesOf(BOT)),
    clock: fake.clock,
    random: () => 0,
    sender: { spacing: 0 },
    ...options,
  })
  onTestFinished(() => chat.close({ queue: 'abort' }))
  return chat
}

/** The code an operation rejects with, or what it resolved with. */
export const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return { resolved: await work }
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

/** Resolves when the client's live line reaches that state. */
export const untilState = (chat: Chat, state: Chat['state']): Promise<void> =>
  new Promise((resolve) => {
    if (chat.state === state) {
      resolve()
      return
    }
    const stop = chat.onState((now) => {
      if (now !== state) return
      stop()
      resolve()
    })
  })

/** The next `count` values of a stream. */
export const take = async <T>(stream: AsyncIterator<T, unknown>, count: number): Promise<readonly T[]> => {
  const taken: T[] = []
  while (taken.length < count) {
    const next = await stream.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

/** The requests made to a path. */
export const requestsTo = (fake: Fake, path: RegExp, method?: string) =>
  fake.requests().filter((request) => path.test(request.path) && (method === undefined || request.method === method))

/** A promise with its ends in hand. */
export const deferred = <T>() => {
  const ends: { resolve?: (value: T) => void; reject?: (reason: unknown) => void } = {}
  const promise = new Promise<T>((resolve, reject) => void Object.assign(ends, { resolve, reject }))
  return { promise, resolve: (value: T) => ends.resolve?.(value), reject: (reason: unknown) => ends.reject?.(reason) }
}
