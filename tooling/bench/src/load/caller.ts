import { openSocket } from './socket.ts'

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** One connection with one request under way at a time, as cheap as can be: the load shares the cores with the servers. */
export interface Caller {
  /** Sends a request; the answer is told. */
  call(request: string | Buffer, listener: AnswerListener): void
  /** The same for who has time: the bytes of the answer stay. */
  ask(request: string | Buffer): Promise<Answer>
  close(): void
}

/** What one who calls is told. */
export interface AnswerListener {
  /** The answer; its bytes are gone when this returns. */
  answer(answer: Answer): void
  /** There will be none. */
  failed(error: Error): void
}

/** A request as the text that goes out. */
export const requestOf = (asked: {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly userId: string
  readonly body?: object
}): string => {
  const body = asked.body === undefined ? '' : JSON.stringify(asked.body)
  const length = Buffer.byteLength(body)
  const content = asked.body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${length}\r\n`
  return `${asked.method} /chat${asked.path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bench ${asked.userId}\r\n${content}\r\n${body}`
}

export const openCaller = async (port: number): Promise<Caller> => {
  let waiting: AnswerListener | null = null
  const take = (bytes: Buffer): number => {
    const read = answerIn(bytes)
    if (read === null) return 0
    const listener = waiting
    waiting = null
    listener?.answer(read.answer)
    return read.length
  }
  let ended: Error | null = null
  const closed = (error: Error): void => {
    ended = error
    waiting?.failed(error)
  }
  const socket = await openSocket(port, { take, closed })
  const call: Caller['call'] = (request, listener) => {
    if (ended !== null) return listener.failed(ended)
    waiting = listener
    socket.write(request)
  }
  return {
    call,
    ask: (request) =>
      new Promise((resolve, reject) =>
        call(request, {
          answer: ({ status, body }) => resolve({ status, body: Buffer.from(body) }),
          failed: reject,
        }),
      ),
    close: socket.close,
  }
}

const lengthLine = /\r\ncontent-length: (\d+)/i

/** The answer once all of it has come, and how long it is. Our servers always tell the length of a body. */
const answerIn = (bytes: Buffer): { readonly answer: Answer; readonly length: number } | null => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const body = Number(lengthLine.exec(head)?.[1] ?? Number.NaN)
  if (Number.isNaN(body)) throw new Error(`an answer without a length:\n${head}`)
  const length = end + 4 + body
  if (bytes.length < length) return null
  return { answer: { status: Number(head.slice(9, 12)), body: bytes.subarray(end + 4, length) }, length }
}
