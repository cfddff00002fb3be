import { WebSocket } from 'ws'

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
export const openReader = (port: number, userId: string): Promise<Reader> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bench ${userId}` }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/chat/live`, { headers, perMessageDeflate: false })
    let frames: { readonly text: string; readonly at: number }[] = []
    let last = 0
    const reader: Reader = {
      userId,
      take() {
        const taken = frames
        frames = []
        return taken.flatMap(({ text, at }) => messagesIn(text, at))
      },
      lastAt: () => last,
      get open() {
        return socket.readyState === WebSocket.OPEN
      },
      close: () => socket.terminate(),
    }
    socket.on('open', () => socket.send('{"type":"hello"}'))
    socket.on('message', (data: Buffer) => {
      const text = data.toString()
      if (text.startsWith('{"type":"changes"')) {
        last = performance.now()
        frames.push({ text, at: last })
      } else if (text.startsWith('{"type":"ready"')) resolve(reader)
      else if (text.startsWith('{"type":"ping"')) socket.send('{"type":"pong"}')
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('a live socket was closed')))
  })

interface Frame {
  readonly changes: readonly {
    readonly type: string
    readonly subject: { readonly id: string; readonly conversationId: string; readonly seq: number }
  }[]
}

const messagesIn = (text: string, at: number): readonly Received[] => {
  const frame: Frame = JSON.parse(text)
  return frame.changes
    .filter(({ type }) => type === 'message.sent')
    .map(({ subject: { id, conversationId, seq } }) => ({ id, conversationId, seq, at }))
}
