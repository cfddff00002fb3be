import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's accounting, 100 a second on every Linux. */
const microsecondsPerTick = 10_000

/**
 * Microseconds of CPU that a process, its children and those that have ended took so far. Null where that is not told:
 * another machine's process, or another system than Linux.
 */
export const cpuOfTree = (pid: number | null): number | null => {
  if (pid === null) return null
  const own = readStat(pid)
  if (own === null) return null
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid)
  const ticks = own.ticks + own.ofEnded + children.reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0)
  return ticks * microsecondsPerTick
}

/** Microseconds of CPU of this process's children that have ended. Null where that is not told. */
export const cpuOfEnded = (): number | null => {
  const own = readStat(process.pid)
  return own === null ? null : own.ofEnded * microsecondsPerTick
}

interface Stat {
  readonly parent: number
  readonly ticks: number
  readonly ofEnded: number
}

/** The fields after the name, which is in parentheses and may contain anything (proc(5)). */
const readStat = (pid: number): Stat | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (index: number): number => Number(fields[index] ?? 0)
    return { parent: field(1), ticks: field(11) + field(12), ofEnded: field(13) + field(14) }
  } catch {
    return null
  }
}
