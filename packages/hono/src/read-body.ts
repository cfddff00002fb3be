import { limits, MsgError } from '@msg/core'
import { bodyLimit } from '@msg/contract'

/**
 * The JSON of a request; of an empty body, an empty object. What counts is the bytes that come, whatever the request says
 * about their number.
 * @throws invalid, too_large
 */
export const readJson = async (request: Request, limit: number = bodyLimit): Promise<unknown> => {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw malformed('the content type must be application/json')
  const bytes = await readBytes(request, limit)
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(strictUtf8.decode(bytes))
  } catch {
    throw malformed('the body must be JSON in UTF-8')
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The bytes of a request as a file. What they are said to be does not count.
 * @throws invalid, too_large
 */
export const readFile = async (request: Request): Promise<File> =>
  new File([await readBytes(request, limits.attachmentBytes)], 'file')

/**
 * The bytes of a body, at most so many. Where the request says how many they are, the platform reads exactly those, and faster.
 * @throws invalid, too_large
 */
export const readBytes = async (request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> => {
  const { headers } = request
  const said = headers.get('content-length')
  if (Number(said ?? 0) > limit) throw tooLarge(limit)
  if (said === null || headers.has('transfer-encoding')) return readStream(request, limit)
  const bytes = new Uint8Array(await request.arrayBuffer().catch(breakOff))
  if (bytes.length > limit) throw tooLarge(limit)
  return bytes
}

const readStream = async (request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let length = 0
  if (request.body === null) return joined(chunks, length)
  const reader = request.body.getReader()
  for (;;) {
    const chunk = await next(reader)
    if (chunk === undefined) return joined(chunks, length)
    length += chunk.length
    if (length > limit) {
      await reader.cancel().catch(() => {})
      throw tooLarge(limit)
    }
    chunks.push(chunk)
  }
}

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

const next = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> =>
  (await reader.read().catch(breakOff)).value

const malformed = (message: string): MsgError =>
  new MsgError('invalid', message, { places: [{ pointer: '', message }], outcome: 'none' })

/** A body that breaks off is a bad request, not a failure of the server. */
const breakOff = (): never => {
  throw malformed('the body broke off')
}

const tooLarge = (limit: number): MsgError =>
  new MsgError('too_large', `a request has at most ${limit} bytes`, { outcome: 'none' })
