import { once } from 'node:events'
import { eventually } from '@msg/testing'
import { onTestFinished, expect } from 'vitest'
import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'
import { field } from './serve.ts'

/** A WebSocket of a test: what it was told and how it ended. */
export interface TestSocket {
  readonly socket: WebSocket
  readonly frames: unknown[]
  /** Waits until a frame of a type has come. */
  until(type: string): Promise<void>
  /** Resolves with code and reason at the end. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

/** Opens a socket of a mount, or rejects with the status of the refusal. A query of the URL goes along. */
export const openWebSocket = async (url: string, options: ClientOptions = {}): Promise<TestSocket> => {
  const socket = new WebSocket(url.replace(/^http/, 'ws').replace(/(\?.*)?$/, '/live$1'), options)
  onTestFinished(() => socket.terminate())
  const frames: unknown[] = []
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString('utf8'))))
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }))
  })
  const refused = new Promise<never>((_, reject) => {
    socket.on('unexpected-response', (_request, response) => reject(new Error(`refused: ${response.statusCode}`)))
    socket.on('error', reject)
  })
  refused.catch(() => {})
  await Promise.race([once(socket, 'open'), refused])
  const until = (type: string): Promise<void> =>
    eventually(() => expect(frames.map((frame) => field(frame, 'type'))).toContain(type))
  return { socket, frames, until, closed }
}
