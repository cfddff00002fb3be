/** The fields of a request's body, as the forerunners' clients send them. */
import { MsgError } from '@msg/core'
import { readBytes } from '@msg/hono'

/** Bytes of a body: as much as the native surface takes. */
const bodyLimit = 131_072

/** What was sent, by name. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * The fields of a body: a JSON object is read as one whatever its content type says, all else as a form. With a cookie instead
 * of an Authorization header it has to say that it is JSON, for forms are what foreign pages can send.
 * @throws invalid, too_large
 */
export const readFields = async (request: Request): Promise<Fields> => {
  const type = request.headers.get('content-type') ?? ''
  const isJson = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)
  if (!isJson && request.headers.has('cookie') && !request.headers.has('authorization'))
    throw malformed('the content type must be application/json')
  const bytes = await readBytes(request, bodyLimit)
  if (bytes.length === 0) return {}
  const json = asJson(bytes)
  if (isFields(json)) return json
  if (isJson) throw malformed(json === undefined ? 'the body must be JSON in UTF-8' : 'must be an object')
  return readForm(bytes, type)
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

const readForm = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Fields> => {
  if (/^multipart\/form-data\s*;/i.test(type)) return readParts(bytes, type)
  if (type !== '' && !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw malformed('the body must be JSON or a form')
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
}

/** What browsers make of a `FormData`, and curl of `-F`. Files are no fields. */
const readParts = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Fields> => {
  // oxlint-disable-next-line typescript/no-deprecated -- what is advised against is doing it to bodies without a bound
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => null)
  if (form === null) throw malformed('the form cannot be read')
  return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
}

const malformed = (message: string): MsgError =>
  new MsgError('invalid', message, { places: [{ pointer: '', message }], outcome: 'none' })
