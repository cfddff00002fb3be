/**
 * PGlite itself, behind the few calls the store makes. Runs in the worker thread, or in place where there are none; so it
 * imports nothing of the workspace, and its errors are plain data.
 */
import type * as Pglite from '@electric-sql/pglite'
import type { Parameter, Row } from './database.ts'
import { parsers, preparedStatements } from './pglite-statements.ts'

/** Compiled WebAssembly. */
type CompiledModule = NonNullable<Pglite.PGliteOptions['pgliteWasmModule']>

/** Compiled code to run, instead of compiling one's own. */
export interface PgliteModules {
  readonly pglite?: CompiledModule
  readonly initdb?: CompiledModule
}

/** Whether something is what `WebAssembly.compile` makes, in whichever thread. */
export const isCompiled = (value: unknown): value is CompiledModule =>
  Object.prototype.toString.call(value) === '[object WebAssembly.Module]'

export interface EngineOptions {
  /** A folder, or a location PGlite knows (`idb://…`); in memory when absent. */
  readonly dataDir?: string | undefined
  /** A dumped data directory to start from. */
  readonly image?: Uint8Array<ArrayBuffer> | undefined
  readonly modules?: PgliteModules | undefined
}

export interface Engine {
  query(sql: string, parameters: readonly Parameter[]): Promise<readonly Row[]>
  /** The whole data directory, to start another instance from. */
  dump(): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
}

/** A failure as it crosses the thread boundary. */
export interface EngineFailure {
  readonly message: string
  readonly sqlState: string | undefined
}

export const openEngine = async ({ dataDir, image, modules = {} }: EngineOptions): Promise<Engine> => {
  const pglite = await loadPglite()
  const engine = await pglite.PGlite.create({
    dataDir: dataDir ?? 'memory://',
    ...(image === undefined ? {} : { loadDataDir: new Blob([image]) }),
    ...(modules.pglite === undefined ? {} : { pgliteWasmModule: modules.pglite }),
    ...(modules.initdb === undefined ? {} : { initdbWasmModule: modules.initdb }),
  })
  // The statements are few and made to be planned without knowing their parameters: plan each once.
  await engine.exec('set plan_cache_mode = force_generic_plan')
  const statements = preparedStatements(engine, pglite)
  return {
    query: async (sql, parameters) =>
      parameters.length > 0 ? statements.run(sql, parameters) : (await engine.query<Row>(sql, [], { parsers })).rows,
    dump: async () => new Uint8Array(await (await engine.dumpDataDir('none')).arrayBuffer()),
    close: () => engine.close(),
  }
}

const loadPglite = async (): Promise<typeof Pglite> => {
  try {
    return await import('@electric-sql/pglite')
  } catch (error) {
    throw new Error('openPglite needs PGlite: install it with `npm install @electric-sql/pglite`', { cause: error })
  }
}

/** What WebAssembly programs call a disk without space, and without space for this user. */
const fullDisk: readonly unknown[] = [51, 19]

const diskFull = '53100'

export const failureOf = (error: unknown): EngineFailure => {
  if (typeof error !== 'object' || error === null) return { message: String(error), sqlState: undefined }
  if (error instanceof Error)
    return {
      message: error.message,
      sqlState: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    }
  // Their file system throws what is no error.
  const errno: unknown = Reflect.get(error, 'errno')
  return { message: `ErrnoError ${String(errno)}`, sqlState: fullDisk.includes(errno) ? diskFull : undefined }
}
