import type { Timestamp } from './ids.ts'

/** An attachment's id: a lower-case UUID, version 7, made by the server. */
export type AttachmentId = string

/** A file that a message carries. */
export interface Attachment {
  readonly id: AttachmentId
  /** As its sender called it, without any path: for people to read, never a place. */
  readonly name: string
  /** What it is by its first bytes, whatever its sender said: `image/png`. */
  readonly type: MediaType
  /** Bytes. */
  readonly size: number
}

/** Where an attachment can be fetched for a while, by whoever has the address. */
export interface AttachmentAddress {
  readonly attachment: Attachment
  readonly url: string
  readonly expiresAt: Timestamp
}

/** The kinds of files that are taken. */
export const mediaTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'video/mp4',
  'video/webm',
  'application/pdf',
  'application/zip',
  'text/plain',
] as const
/** One of them. */
export type MediaType = (typeof mediaTypes)[number]
