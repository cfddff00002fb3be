import { stderr } from 'node:process'

const width = 30

/** How far something has come, as one line: `[#####     ] 17% 1234 of 7258 rows`. */
export const progressBar = (done: number, of: number, what: string): string => {
  const share = of === 0 ? 1 : Math.min(done / of, 1)
  const filled = Math.floor(share * width)
  return `[${'#'.repeat(filled)}${' '.repeat(width - filled)}] ${Math.floor(share * 100)}% ${done} of ${of} ${what}`
}

/** Writes a line over the one before it, where somebody sees it. */
export const overwrite = (line: string): void => {
  if (stderr.isTTY) stderr.write(`\r${line}\u001B[K`)
}

/** Leaves the last line as it is. */
export const endLine = (): void => {
  if (stderr.isTTY) stderr.write('\n')
}
