import { createHmac, timingSafeEqual } from 'node:crypto'
import { MsgError } from '@msg/core'

/** The headers of a signed request, as Standard Webhooks names them. */
export interface SignatureHeaders {
  readonly 'webhook-id': string
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string
  /** One `v1,<base64>` per secret, separated by spaces. */
  readonly 'webhook-signature': string
}

/** The key in a secret of the form `whsec_<base64>`. @throws invalid for another form, or for less than 24 bytes */
export const keyOf = (secret: string): Uint8Array => {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  const key = Buffer.from(encoded ?? '', 'base64')
  if (key.length >= 24 && key.length <= 64) return key
  const places = [{ pointer: '/secrets', message: 'must each be whsec_ and the base64 of 24 to 64 bytes' }]
  throw new MsgError('invalid', 'a secret is not valid', { places })
}

/** Signs a body with each key: HMAC-SHA-256 over `id.timestamp.body`. */
export const signatureHeaders = (
  keys: readonly Uint8Array[],
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: string },
): SignatureHeaders => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': keys.map((key) => `v1,${digest(key, `${id}.${seconds}.${body}`).toString('base64')}`).join(' '),
})

const digest = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What a receiver got. */
export interface ReceivedWebhook {
  /** One or two secrets; while they are exchanged, both. */
  readonly secrets: readonly string[]
  /** Names in lower case, as the requests of Node have them, or a `Headers`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body, byte for byte as it came. */
  readonly body: string
  /** Milliseconds since 1970. Default: now. */
  readonly now?: number
}

const toleranceSeconds = 300

/**
 * For receivers: whether a request was signed with one of these secrets, and no more than five minutes ago. Drop what has a
 * `webhook-id` you have seen: deliveries are repeated. @throws invalid for a malformed secret
 */
export const verifyWebhook = ({ secrets, headers, body, now = Date.now() }: ReceivedWebhook): boolean => {
  const keys = secrets.map(keyOf)
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    textOf(headers instanceof Headers ? headers.get(name) : headers[name]),
  )
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds) return false
  const given = signatures.split(' ').flatMap((signature) => (signature.startsWith('v1,') ? [signature.slice(3)] : []))
  return keys.some((key) => {
    const expected = digest(key, `${id}.${timestamp}.${body}`)
    return given.some((signature) => isSame(Buffer.from(signature, 'base64'), expected))
  })
}

/** A header that is there once. */
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)
