import { readFile } from 'node:fs/promises'
import { isCompiled } from './pglite-engine.ts'
import type { PgliteModules } from './pglite-engine.ts'

let compiled: Promise<PgliteModules> | null = null

/**
 * PGlite's WebAssembly, compiled once a process and kept: every database of the process runs the same code, none compiles its own,
 * and none frees any when it is closed. V8 may end the process when threads do that at once (nodejs/node#64500).
 * Nothing where the files are not where they are expected: then PGlite finds them itself.
 */
export const pgliteModules = (): Promise<PgliteModules> => {
  compiled ??= compile().catch(() => ({}))
  return compiled
}

const compile = async (): Promise<PgliteModules> => {
  const entry = import.meta.resolve('@electric-sql/pglite')
  const [pglite, initdb] = await Promise.all(
    ['pglite.wasm', 'initdb.wasm'].map(async (name) => compiledFrom(await readFile(new URL(name, entry)))),
  )
  return isCompiled(pglite) && isCompiled(initdb) ? { pglite, initdb } : {}
}

/** By the platform's own means, whose types come with a browser's only. */
const compiledFrom = async (bytes: Uint8Array): Promise<unknown> => {
  const platform: unknown = Reflect.get(globalThis, 'WebAssembly')
  if (typeof platform !== 'object' || platform === null || !('compile' in platform)) return null
  return typeof platform.compile === 'function' ? Reflect.apply(platform.compile, platform, [bytes]) : null
}
