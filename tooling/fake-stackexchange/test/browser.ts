import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import {
  createManualClock,
  startFake,
  type FakeOptions,
  type FakeStackExchange,
  type ManualClock,
} from '../src/index.ts'

/** A raw client: one user's cookies and key, nothing clever. */
export interface Browser {
  readonly fkey: string
  get(path: string): Promise<Response>
  post(path: string, form?: Readonly<Record<string, string>>): Promise<Response>
  json(path: string, form?: Readonly<Record<string, string>>): Promise<unknown>
}

/** A fake with its hand-moved clock. */
export interface Fake extends FakeStackExchange {
  readonly clock: ManualClock
}

/** Starts a fake with three users and two rooms. */
export const useFake = async (options: Omit<FakeOptions, 'clock'> = {}): Promise<Fake> => {
  const clock = createManualClock()
  const fake = await startFake({ ...options, clock })
  onTestFinished(() => fake.close())
  fake.user({ id: 7, name: 'Alice', email: 'alice@example.org', password: 'secret' })
  fake.user({ id: 8, name: 'Bob Builder' })
  fake.room({ id: 1, name: 'Sandbox', tags: ['sandbox'], owners: new Set([7]) })
  fake.room({ id: 2, name: 'Lobby' })
  return { ...fake, clock }
}

/** A browser of that user; 0 for a visitor. */
export const useBrowser = async (fake: Fake, userId: number): Promise<Browser> => {
  const cookie = userId === 0 ? '' : fake.cookiesOf(userId)
  const { chatOrigin } = fake.server
  const get = (path: string) => fetch(`${chatOrigin}${path}`, { headers: { cookie }, redirect: 'manual' })
  const page = await (await get('/chats/join/favorite')).text()
  const fkey =
    [...page.matchAll(/name="fkey"[^>]*value="([^"]*)"/g)].map(([, key = '']) => key).find((key) => key !== '') ?? ''
  const post = (path: string, form: Readonly<Record<string, string>> = {}) =>
    fetch(`${chatOrigin}${path}`, {
      method: 'POST',
      headers: { cookie },
      redirect: 'manual',
      body: new URLSearchParams({ fkey, ...form }),
    })
  return { fkey, get, post, json: async (path, form) => (await post(path, form)).json() }
}

/** A field of a JSON answer. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined

/** A socket whose frames can be awaited one by one. */
export const openSocket = async (
  fake: Fake,
  address: unknown,
  headers: { readonly origin?: string } = { origin: fake.server.chatOrigin },
) => {
  const socket = new WebSocket(String(address), headers)
  onTestFinished(() => socket.terminate())
  const frames: unknown[] = []
  const waiting: ((frame: unknown) => void)[] = []
  socket.on('message', (data: Buffer) => {
    const frame: unknown = JSON.parse(data.toString())
    const next = waiting.shift()
    if (next) next(frame)
    else frames.push(frame)
  })
  const closed = new Promise<number>((resolve) => void socket.on('close', resolve))
  const opened = new Promise<boolean>((resolve) => {
    socket.on('open', () => resolve(true))
    socket.on('error', () => resolve(false))
  })
  return {
    isOpen: await opened,
    closed,
    frame: () =>
      frames.length > 0
        ? Promise.resolve(frames.shift())
        : new Promise<unknown>((resolve) => void waiting.push(resolve)),
  }
}
