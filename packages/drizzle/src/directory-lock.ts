/**
 * Who owns a data directory. PGlite takes no lock of its own, and two processes on one directory lose each other's rows
 * without any error.
 *
 * Beside the directory stands `<directory>.lock/` with numbered tickets. The highest ticket counts: it names its holder, or
 * says `released`, or nothing. Whoever finds no living holder creates the next number, exclusively, and looks again: only the owner of
 * the highest ticket has the lock, and as numbers only grow, nobody else can outrank it while it lives. A holder is gone
 * when its process is, however old its ticket; a ticket is never ignored for its age.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, realpath, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MsgError } from '@msg/core'
import { lightBeacon } from './lock-beacon.ts'
import { holderFrom, isGone, thisProcess } from './lock-holder.ts'

/** A directory that is this process's. */
export interface DirectoryLock {
  /** Lets another process have it. */
  release(): Promise<void>
}

const released = 'released'

/**
 * Makes a directory where there is none, and answers its one true path: a link to it would have a lock of its own, and PGlite follows none.
 * @throws unavailable when it cannot be made, or is none
 */
const madeDirectory = async (directory: string): Promise<string> => {
  try {
    await mkdir(directory, { recursive: true })
    return await realpath(directory)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new MsgError('unavailable', `the data directory cannot be had: ${why}`, { outcome: 'none', cause })
  }
}

/** What is open until it is closed. */
export interface Closable {
  close(): Promise<void>
}

/**
 * Makes a directory, takes its lock, and opens what it holds, by its one true path; the lock is released once that is closed, or did not open. What fails
 * first is what is told.
 * @throws unavailable when it cannot be made, as of {@link lockDirectory}, and what `open` throws
 */
export const openLocked = async <Opened extends Closable>(
  directory: string,
  open: (path: string) => Promise<Opened>,
): Promise<Opened> => {
  const path = await madeDirectory(directory)
  const lock = await lockDirectory(path)
  try {
    const opened = await open(path)
    return { ...opened, close: () => releasing(lock, () => opened.close()) }
  } catch (error) {
    await lock.release().catch(() => {})
    throw error
  }
}

const releasing = async (lock: DirectoryLock, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    await lock.release().catch(() => {})
    throw error
  }
  await lock.release()
}

/**
 * Takes the lock of a directory.
 * @throws unavailable, naming the holder's process id, while a living process (this one included) has it; or why it cannot be taken
 */
export const lockDirectory = async (directory: string): Promise<DirectoryLock> => {
  const folder = `${resolve(directory)}.lock`
  await mkdir(folder, { recursive: true })
  const beaconFile = `${randomUUID().slice(0, 8)}.beacon`
  const beacon = await lightBeacon(join(folder, beaconFile))
  try {
    const mine = await takeTicket(folder, beacon === null ? null : beaconFile)
    return {
      async release() {
        try {
          await giveUpTicket(folder, mine)
        } finally {
          await beacon?.putOut()
        }
      },
    }
  } catch (error) {
    await beacon?.putOut()
    throw error
  }
}

/** Makes this process the owner of the highest ticket, and answers its number. */
const takeTicket = async (folder: string, beacon: string | null): Promise<number> => {
  for (;;) {
    const highest = (await tickets(folder)).at(-1) ?? 0
    if (highest > 0) await refuseWhileHeld(folder, highest)
    const mine = highest + 1
    if (!(await createTicket(folder, mine, beacon))) continue
    const all = await tickets(folder)
    if (all.at(-1) === mine) {
      await Promise.all(all.filter((ticket) => ticket < mine).map((ticket) => removeTicket(folder, ticket)))
      return mine
    }
    await rm(join(folder, String(mine)), { force: true })
  }
}

/** Removes a ticket that no longer counts, and what its dead holder left of its beacon. */
const removeTicket = async (folder: string, ticket: number): Promise<void> => {
  const path = join(folder, String(ticket))
  const beacon = holderFrom((await contentOf(path)) ?? '')?.beacon ?? null
  if (beacon !== null && beaconName.test(beacon)) await rm(join(folder, beacon), { force: true })
  await rm(path, { force: true })
}

const beaconName = /^[0-9a-f]{8}\.beacon$/

/** The numbers taken, in growing order. */
const tickets = async (folder: string): Promise<readonly number[]> =>
  (await readdir(folder))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((one, other) => one - other)

const refuseWhileHeld = async (folder: string, ticket: number): Promise<void> => {
  const path = join(folder, String(ticket))
  const content = await contentOf(path)
  if (content === null || content === released || content === '') return
  const holder = holderFrom(content)
  if (holder === null)
    throw new MsgError('unavailable', `the lock ${path} cannot be read: delete it if nobody holds it`)
  const gone = await isGone(holder, folder)
  if (gone === true) return
  throw new MsgError(
    'unavailable',
    gone === false
      ? `the data directory is in use by process ${holder.pid} (lock: ${path})`
      : `the data directory was last used by process ${holder.pid} on ${holder.host}: delete ${path} if it no longer runs`,
  )
}

/** Creates a ticket together with its content, so that nobody ever reads half of one. False when the number is taken. */
const createTicket = async (folder: string, ticket: number, beacon: string | null): Promise<boolean> => {
  const draft = await writeDraft(folder, JSON.stringify({ ...(await thisProcess()), beacon }))
  try {
    await link(draft, join(folder, String(ticket)))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** On a full disk nothing else is written into a ticket, but it can still be emptied. */
const giveUpTicket = async (folder: string, ticket: number): Promise<void> => {
  try {
    await replaceTicket(folder, ticket, released)
  } catch {
    await truncate(join(folder, String(ticket)))
  }
}

const replaceTicket = async (folder: string, ticket: number, content: string): Promise<void> =>
  rename(await writeDraft(folder, content), join(folder, String(ticket)))

const writeDraft = async (folder: string, content: string): Promise<string> => {
  const draft = join(folder, `${randomUUID()}.draft`)
  try {
    await writeFile(draft, content, { flush: true })
    return draft
  } catch (cause) {
    await rm(draft, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new MsgError('unavailable', `the lock of the data directory cannot be written: ${why}`, {
      outcome: 'none',
      cause,
    })
  }
}

/** Null when the ticket has just been removed: a higher one exists. */
const contentOf = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
