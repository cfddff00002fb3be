import { once } from 'node:events'
import { connect } from 'node:net'

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** One connection with one request under way at a time, as cheap as can be: the load shares the cores with the servers. */
export interface Caller {
  ask(request: string): Promise<Answer>
  close(): void
}

/** A request as the bytes that go out. */
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
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  let settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null
  let seen: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
    const answer = answerIn(seen)
    if (answer === null || settle === null) return
    const { resolve } = settle
    settle = null
    seen = Buffer.alloc(0)
    resolve(answer)
  })
  socket.on('error', (error) => settle?.reject(error))
  socket.on('close', () => settle?.reject(new Error('the server closed the connection')))
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject }
        socket.write(request)
      }),
    close: () => void socket.destroy(),
  }
}

/** The answer once all of it has come. Our servers always tell the length of a body. */
const answerIn = (bytes: Buffer): Answer | null => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
  if (Number.isNaN(length)) throw new Error(`an answer without a length:\n${head}`)
  if (bytes.length < end + 4 + length) return null
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', end + 4, end + 4 + length) }
}
