import { MsgError } from '../errors.ts'
import { textFromBase64url, toBase64url, utf8 } from '../model/encoding.ts'
import type { UserId } from '../model/ids.ts'
import { hmacSha256 } from '../model/sha256.ts'
import type { LogPoint, StoreMeta } from '../ports/store.ts'
import type { Cursor } from '../session.ts'

/** Signs and reads the texts that clients carry for us. None of them can be altered, or used by another user. */
export interface Cursors {
  /** A log point as it stands in shared frames: signed, not yet bound to a user. */
  shared(point: LogPoint): string
  /** What binds a shared cursor to a user: the cursor they keep is `${shared}.${tag}`. */
  tag(userId: UserId): string
  /** @throws invalid_cursor; resync_required when it is of another epoch of the database */
  read(cursor: Cursor, userId: UserId): LogPoint
  /** A page token of one listing of one user. */
  seal(purpose: string, userId: UserId, numbers: readonly number[]): string
  /** @throws invalid_cursor */
  unseal(purpose: string, userId: UserId, token: string): readonly number[]
  /** A page token that carries a text. */
  sealText(purpose: string, userId: UserId, text: string): string
  /** @throws invalid_cursor */
  unsealText(purpose: string, userId: UserId, token: string): string
}

export const createCursors = ({ epoch, cursorKey }: StoreMeta): Cursors => {
  const sign = (purpose: string, text: string): string =>
    toBase64url(hmacSha256(cursorKey, utf8(`${purpose}\n${text}`)).slice(0, 16))
  const tag = (userId: UserId): string => sign('user', userId)
  const sealed = (purpose: string, content: readonly unknown[]): string => {
    const text = toBase64url(utf8(JSON.stringify(content)))
    return `${text}.${sign(purpose, text)}`
  }
  const unsealed = (purpose: string, token: string): readonly unknown[] => {
    const [text = '', signature = '', ...rest] = token.split('.')
    const content = textFromBase64url(text)
    if (rest.length > 0 || content === null || !sameText(signature, sign(purpose, text))) throw invalidCursor()
    const parsed: unknown = JSON.parse(content)
    if (!Array.isArray(parsed)) throw invalidCursor()
    return parsed
  }
  return {
    shared: (point) => sealed('log', [epoch, point.after, point.upTo ?? null, point.position ?? null]),
    tag,
    read(cursor, userId) {
      const cut = cursor.lastIndexOf('.')
      if (cut < 0 || !sameText(cursor.slice(cut + 1), tag(userId))) throw invalidCursor()
      const [signedEpoch, after, upTo, position] = unsealed('log', cursor.slice(0, cut))
      if (typeof after !== 'string') throw invalidCursor()
      if (signedEpoch !== epoch) throw resyncRequired()
      if (typeof upTo !== 'string' || typeof position !== 'number') return { after }
      return { after, upTo, position }
    },
    seal: (purpose, userId, numbers) => sealed(`page\n${purpose}\n${userId}`, numbers),
    unseal: (purpose, userId, token) =>
      unsealed(`page\n${purpose}\n${userId}`, token).filter((item) => typeof item === 'number'),
    sealText: (purpose, userId, text) => sealed(`text\n${purpose}\n${userId}`, [text]),
    unsealText(purpose, userId, token) {
      const [text] = unsealed(`text\n${purpose}\n${userId}`, token)
      if (typeof text !== 'string') throw invalidCursor()
      return text
    },
  }
}

/** A cursor, or a page token, that cannot be what was handed out. */
export const invalidCursor = (): MsgError =>
  new MsgError('invalid_cursor', 'this cursor was not issued to you, or is damaged')

/** The changes since are too many, too old or unknown: load afresh and go on from a new cursor. */
export const resyncRequired = (): MsgError => new MsgError('resync_required', 'too far behind to replay: load afresh')

/** Compares without telling by its duration where the first difference is. */
const sameText = (one: string, other: string): boolean => {
  let difference = one.length ^ other.length
  for (let index = 0; index < other.length; index += 1)
    difference |= (one.charCodeAt(index) || 0) ^ other.charCodeAt(index)
  return difference === 0
}
