import type { MediaType } from '@msg/core'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** A file to serve. */
export interface Served {
  readonly place: string
  readonly name: string
  readonly type: MediaType
  /** How long it may be kept. */
  readonly seconds: number
}

/** What is served never runs in a page, whatever is in it. */
const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
} as const

/** The answer where nothing is served. */
export const nothingReply = (): Response =>
  new Response(null, { status: 404, headers: { ...always, 'cache-control': 'no-store' } })

/** A file, or the part of it that was asked for; GET and HEAD only. */
export const fileReply = async (request: Request, served: Served): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(null, { status: 405, headers: { ...always, allow: 'GET, HEAD' } })
  const file = await open(served.place, 'r').catch(missing)
  if (file === null) return nothingReply()
  const { size } = await file.stat()
  const range = rangeOf(request.headers.get('range'), size)
  const headers = { ...always, ...described(served), 'content-length': String(range.end - range.start) }
  const partial = range.end - range.start < size
  const init = {
    status: partial ? 206 : 200,
    headers: partial ? { ...headers, 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` } : headers,
  }
  if (request.method === 'HEAD') {
    await file.close()
    return new Response(null, init)
  }
  return new Response(bytesOf(file, range), init)
}

/** @throws what is wrong, unless that the file is not there */
const missing = (error: unknown): null => {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null
  throw error
}

const described = ({ name, type, seconds }: Served): Readonly<Record<string, string>> => ({
  'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
  'content-disposition': `${isShown(type) ? 'inline' : 'attachment'}; filename*=UTF-8''${escaped(name)}`,
  'cache-control': `private, max-age=${seconds}, immutable`,
  'accept-ranges': 'bytes',
})

/** Whether a page may show it; anything else is for saving. */
const isShown = (type: MediaType): boolean => /^(?:image|audio|video)\//.test(type)

/** A name as RFC 8187 writes it. */
const escaped = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

interface Range {
  readonly start: number
  /** The byte after the last. */
  readonly end: number
}

/** The one range asked for, as players do; what is written otherwise, or asks for nothing there is, gets the whole. */
const rangeOf = (asked: string | null, size: number): Range => {
  const [, from = '', to = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(asked ?? '') ?? []
  const start = Number(from)
  const end = to === '' ? size : Math.min(Number(to) + 1, size)
  return from !== '' && start < end ? { start, end } : { start: 0, end: size }
}

/** The bytes as they are asked for; the file is closed at the end, or when nobody wants any more. */
const bytesOf = (file: FileHandle, { start, end }: Range): ReadableStream<Uint8Array> => {
  let position = start
  return new ReadableStream({
    async pull(controller) {
      const piece = new Uint8Array(Math.min(65_536, end - position))
      const { bytesRead } = await file.read(piece, 0, piece.length, position).catch(async (error: unknown) => {
        await file.close()
        throw error
      })
      position += bytesRead
      if (bytesRead > 0) controller.enqueue(piece.subarray(0, bytesRead))
      if (bytesRead > 0 && position < end) return
      await file.close()
      controller.close()
    },
    cancel: () => file.close(),
  })
}
