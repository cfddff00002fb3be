import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian and its children keep the programs that are not on the PATH. */
const debian = '/usr/lib/postgresql'

/** The folder that holds a program of Postgres: on the PATH, or where distributions put it; null when there is none. */
export const folderOf = (program: string): string | null => {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  return folders.find((folder) => existsSync(join(folder, program))) ?? null
}

/** Postgres refuses to run as root: then it runs as the user that its package made. */
export const postgresUser = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim())
  return { uid: number('-u'), gid: number('-g') }
}
