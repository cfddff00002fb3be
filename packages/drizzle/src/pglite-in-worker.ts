import { Worker } from 'node:worker_threads'
import { fromDatabase, unavailable } from './database-error.ts'
import type { Row } from './database.ts'
import type { EngineOptions } from './pglite-engine.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import { pgliteModules } from './pglite-modules.ts'
import type { Answer, Request } from './worker-protocol.ts'

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/** Beside this module as source, or beside it in the bundle. */
const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './pglite-worker.ts' : './pglite-worker.js', import.meta.url)

/** Why the thread ended. A bundler copies this module without the one beside it. */
const reasonOf = (error: unknown): string => {
  const lost = error instanceof Error && 'code' in error && String(error.code).endsWith('MODULE_NOT_FOUND')
  const hint = lost ? '; leave `@msg/drizzle` and `@electric-sql/pglite` out of your bundle' : ''
  return `the database stopped: ${String(error)}${hint}`
}

/** PGlite in a worker thread: queries never stall this thread. The worker answers in the order it was asked. */
export const openInWorker = async (options: EngineOptions, url: URL = workerUrl()): Promise<PgliteDatabase> => {
  const worker = new Worker(url, { workerData: { ...options, modules: await pgliteModules() } })
  const waiting = new Map<number, Waiting>()
  let next = 1
  let ended: Error | null = null

  /** What is under way may have happened; what is asked from now on will not. */
  const end = (reason: string): void => {
    ended ??= unavailable(reason, 'none')
    for (const { reject } of waiting.values()) reject(unavailable(reason, 'unknown'))
    waiting.clear()
  }
  const waitFor = (id: number): Promise<Answer> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  const ask = (request: Request): Promise<Answer> => {
    if (ended !== null) return Promise.reject(ended)
    const answered = waitFor(request.id)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(request)
    return answered
  }

  worker.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id) ?? {}
    waiting.delete(answer.id)
    if ('failure' in answer) reject?.(fromDatabase(answer.failure.message, answer.failure.sqlState))
    else resolve?.(answer)
  })
  worker.on('error', (error: unknown) => end(reasonOf(error)))
  worker.on('exit', () => end('the database has stopped'))

  try {
    await waitFor(0)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return {
    keepsLine: true,
    async query(sql, parameters = []): Promise<readonly Row[]> {
      const answer = await ask({ id: next++, ask: 'query', sql, parameters })
      return 'rows' in answer ? answer.rows : []
    },
    async dump() {
      const answer = await ask({ id: next++, ask: 'dump' })
      if (!('image' in answer)) throw new Error('the database did not dump itself')
      return answer.image
    },
    async close() {
      if (ended !== null) return
      const closed = ask({ id: next++, ask: 'close' })
      ended = unavailable('the store is closed', 'none')
      try {
        await closed
      } finally {
        await worker.terminate()
      }
    },
  }
}
