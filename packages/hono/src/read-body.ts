import { MsgError } from '@msg/core'
import { bodyLimit } from '@msg/contract'

/**
 * The JSON of a request; of an empty body, an empty object. What counts is the bytes that come, whatever the request says
 * about their number.
 * @throws invalid, too_large
 */
export const readJson = async (request: Request): Promise<unknown> => {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw malformed('the content type must be application/json')
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) throw tooLarge()
  const bytes = await readBytes(request)
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw malformed('the body must be JSON in UTF-8')
  }
}

const readBytes = async ({ body }: Request): Promise<Uint8Array> => {
  const bytes = new Uint8Array(bodyLimit)
  let length = 0
  if (body === null) return bytes.subarray(0, 0)
  const reader = body.getReader()
  for (;;) {
    const chunk = await next(reader)
    if (chunk === undefined) return bytes.subarray(0, length)
    if (length + chunk.length > bodyLimit) {
      await reader.cancel().catch(() => {})
      throw tooLarge()
    }
    bytes.set(chunk, length)
    length += chunk.length
  }
}

/** A body that breaks off is a bad request, not a failure of the server. */
const next = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> => {
  try {
    return (await reader.read()).value
  } catch {
    throw malformed('the body broke off')
  }
}

const malformed = (message: string): MsgError =>
  new MsgError('invalid', message, { places: [{ pointer: '', message }], outcome: 'none' })

const tooLarge = (): MsgError =>
  new MsgError('too_large', `a request has at most ${bodyLimit} bytes`, { outcome: 'none' })
