/** Files on a disk of this machine, or one that all nodes share. */
import { isId, mediaTypes, MsgError, systemClock } from '@msg/core'
import type { AttachmentId, Attachments, Clock } from '@msg/core'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder, syncNames } from './folder.ts'
import { signedQuery, verifiedQuery } from './signed-query.ts'
import type { Signing } from './signed-query.ts'
import { fileReply, nothingReply } from './file-reply.ts'

/** Where files are, and how they are reached. */
export interface DiskOptions {
  /** The folder they are kept in; made where it is missing. Nothing else belongs in it. */
  readonly folder: string
  /** Where browsers reach {@link DiskAttachments.answer}, without a slash at its end: `https://app.example/files`. */
  readonly address: string
  /** The secret that signs addresses: 32 bytes at least, the same on every node. */
  readonly key: Uint8Array
  /** Default: the platform's. */
  readonly clock?: Clock
}

/** Files on a disk. */
export interface DiskAttachments extends Attachments {
  /** Answers a request for a file at an address this gave: to be mounted at `address`, for GET and HEAD. 404 for anything else. */
  answer(request: Request): Promise<Response>
}

/** Addresses end at full steps, so that a browser that asks again within one gets the same and has the file already. */
const step = 5 * 60_000

/**
 * Keeps files on a disk under their random ids, and serves them at signed addresses that are worth something for five to ten
 * minutes. Whoever has such an address gets the file, so it is given to those only who may read the message.
 * @throws TypeError for a key of less than 32 bytes
 * @example const files = diskAttachments({ folder: './files', address: 'https://app.example/files', key })
 */
export const diskAttachments = ({ folder, address, key, clock = systemClock() }: DiskOptions): DiskAttachments => {
  if (key.length < 32) throw new TypeError('the key that signs addresses has 32 bytes at least')
  const signing: Signing = { key, clock }
  const placeOf = (id: AttachmentId): string => join(folder, shelfOf(id), id)
  return {
    async put({ id }, file) {
      const place = placeOf(id)
      const shelf = dirname(place)
      const part = `${place}.part`
      try {
        await makeFolder(shelf)
        await write(part, file)
        await rename(part, place)
        await syncNames(shelf)
      } catch (cause) {
        await rm(part, { force: true })
        if (cause instanceof Error && fullCodes.has(Reflect.get(cause, 'code')))
          throw new MsgError('storage_full', 'the disk is full', { cause, outcome: 'none' })
        throw cause
      }
    },
    async url({ id, name, type }) {
      const until = (Math.floor(clock.now() / step) + 2) * step
      const query = signedQuery(signing, { id, name, type, until })
      return { url: `${address}/${shelved(id)}?${query}`, expiresAt: new Date(until).toISOString() }
    },
    async remove(id) {
      const place = placeOf(id)
      await Promise.all([rm(place, { force: true }), rm(`${place}.part`, { force: true })])
    },
    async answer(request) {
      const url = new URL(request.url)
      const id = url.pathname.split('/').at(-1) ?? ''
      const asked = isId(id) ? verifiedQuery(signing, id, url.searchParams) : null
      const type = mediaTypes.find((known) => known === asked?.type)
      if (asked === null || type === undefined) return nothingReply()
      return fileReply(request, {
        place: placeOf(id),
        name: asked.name,
        type,
        seconds: secondsUntil(clock, asked.until),
      })
    },
  }
}

const secondsUntil = (clock: Clock, until: number): number => Math.floor((until - clock.now()) / 1_000)

/** An id as it may stand in a path: nothing but an id ever gets there. @throws not_found */
const shelved = (id: AttachmentId): AttachmentId => {
  if (!isId(id)) throw new MsgError('not_found', 'there is no such file')
  return id
}

/** Files are spread over folders by the end of their ids, which is random. */
const shelfOf = (id: AttachmentId): string => shelved(id).slice(-2)

/** Writes a file to the disk itself, not only to its cache. */
const write = async (place: string, file: Blob): Promise<void> => {
  const handle = await open(place, 'w', 0o600)
  try {
    await handle.writeFile(file.stream())
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** How systems say that a disk, or somebody's share of it, is full. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])
