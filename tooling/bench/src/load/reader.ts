import { openWebSocket } from './web-socket.ts'

/** A live socket that keeps what it is sent, to be looked at when the clock has stopped. */
export interface Reader {
  readonly userId: string
  /** The messages that came since the last look, in the order in which they came. */
  take(): readonly Received[]
  /** When something last came. */
  lastAt(): number
  readonly open: boolean
  close(): void
}

export interface Received {
  readonly id: string
  readonly conversationId: string
  readonly seq: number
  /** When it came, on the clock of `performance.now()`. */
  readonly at: number
}

/** Opens a live socket; resolves when what follows is live. */
export const openReader = async (port: number, userId: string): Promise<Reader> => {
  let frames: { readonly text: Buffer; readonly at: number }[] = []
  let last = 0
  const ready = Promise.withResolvers<null>()
  const text = (bytes: Buffer): void => {
    const start = bytes.toString('latin1', 0, 20)
    if (start.startsWith('{"type":"changes"')) {
      last = performance.now()
      frames.push({ text: Buffer.from(bytes), at: last })
    } else if (start.startsWith('{"type":"ping"')) socket.send('{"type":"pong"}')
    else if (start.startsWith('{"type":"ready"')) ready.resolve(null)
  }
  const closed = (): void => ready.reject(new Error('a live socket was closed'))
  const socket = await openWebSocket({ port, path: '/chat/live', userId }, { text, closed })
  socket.send('{"type":"hello"}')
  await ready.promise
  return {
    userId,
    take() {
      const taken = frames
      frames = []
      return taken.flatMap(({ text: frame, at }) => messagesIn(frame, at))
    },
    lastAt: () => last,
    get open() {
      return socket.open
    },
    close: socket.close,
  }
}

interface Frame {
  readonly changes: readonly {
    readonly type: string
    readonly subject: { readonly id: string; readonly conversationId: string; readonly seq: number }
  }[]
}

const messagesIn = (text: Buffer, at: number): readonly Received[] => {
  const frame: Frame = JSON.parse(text.toString())
  return frame.changes
    .filter(({ type }) => type === 'message.sent')
    .map(({ subject: { id, conversationId, seq } }) => ({ id, conversationId, seq, at }))
}
