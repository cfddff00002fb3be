/** Telling whether the process that took a lock still runs, also when its id has been given to another one since. */
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isLit } from './lock-beacon.ts'

/** A process, as precisely as the system tells; null where it does not. */
export interface LockHolder {
  readonly pid: number
  /** When it started, in the kernel's ticks since boot. */
  readonly started: string | null
  /** Which boot of the machine. */
  readonly boot: string | null
  /** Which namespace its id belongs to: containers count from 1 again. */
  readonly namespace: string | null
  readonly host: string
  /** The file name of its beacon, beside its ticket; null when it has none. */
  readonly beacon: string | null
}

export const thisProcess = async (): Promise<Omit<LockHolder, 'beacon'>> => ({
  pid: process.pid,
  started: (await processAt(process.pid))?.started ?? null,
  boot: await bootId(),
  namespace: await namespace(),
  host: hostname(),
})

export const holderFrom = (content: string): LockHolder | null => {
  const parsed = parse(content)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { pid, host, started, boot, namespace: where, beacon }: Readonly<Record<string, unknown>> = { ...parsed }
  if (!Number.isSafeInteger(pid) || typeof pid !== 'number' || pid <= 0 || typeof host !== 'string') return null
  const told = { started: textOrNull(started), boot: textOrNull(boot), namespace: textOrNull(where) }
  return { pid, host, ...told, beacon: textOrNull(beacon) }
}

/**
 * Whether the holder is certainly gone (true), certainly alive (false), or cannot be told from here (null): it ran on
 * another machine, or in another container without a beacon. `folder` is where its ticket lies.
 */
export const isGone = async (holder: LockHolder, folder: string): Promise<boolean | null> => {
  const here = await thisProcess()
  const sameBoot = holder.boot !== null && holder.boot === here.boot
  if (!sameBoot && holder.host !== here.host) return null
  if (differ(holder.boot, here.boot)) return true
  if (differ(holder.namespace, here.namespace)) {
    const lit = holder.beacon === null ? null : await isLit(join(folder, holder.beacon))
    return lit === null ? null : !lit
  }
  if (!isRunning(holder.pid)) return true
  const found = await processAt(holder.pid)
  return found !== null && (found.ended || differ(holder.started, found.started))
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** From proc(5): the fields after the command name, which is in brackets and may contain anything. */
const processAt = async (pid: number): Promise<{ readonly started: string | null; readonly ended: boolean } | null> => {
  const stat = await quietly(() => readFile(`/proc/${pid}/stat`, 'utf8'))
  if (stat === null) return null
  const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { ended: after[0] === 'Z' || after[0] === 'X', started: after[19] ?? null }
}

const bootId = async (): Promise<string | null> =>
  (await quietly(() => readFile('/proc/sys/kernel/random/boot_id', 'utf8')))?.trim() ?? null

const namespace = (): Promise<string | null> => quietly(() => readlink('/proc/self/ns/pid'))

const quietly = async (read: () => Promise<string>): Promise<string | null> => {
  try {
    return await read()
  } catch {
    return null
  }
}

const differ = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const parse = (content: string): unknown => {
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}
