/** The worker thread that owns the embedded database. */
import { parentPort, workerData } from 'node:worker_threads'
import { failureOf, isCompiled, openEngine } from './pglite-engine.ts'
import type { Engine, EngineOptions, PgliteModules } from './pglite-engine.ts'
import type { Answer, Request } from './worker-protocol.ts'

const post = (answer: Answer): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answer)
}

const answer = async (engine: Engine, request: Request): Promise<Answer> => {
  switch (request.ask) {
    case 'query':
      return { id: request.id, rows: await engine.query(request.sql, request.parameters) }
    case 'dump':
      return { id: request.id, image: await engine.dump() }
    case 'close':
      await engine.close()
      return { id: request.id, rows: [] }
  }
}

const optionsFrom = (data: unknown): EngineOptions => {
  if (typeof data !== 'object' || data === null) return {}
  const dataDir = 'dataDir' in data && typeof data.dataDir === 'string' ? data.dataDir : undefined
  const image = 'image' in data && data.image instanceof Uint8Array ? new Uint8Array(data.image) : undefined
  const modules = 'modules' in data ? modulesFrom(data.modules) : {}
  return { dataDir, image, modules }
}

const modulesFrom = (data: unknown): PgliteModules => {
  if (typeof data !== 'object' || data === null) return {}
  return {
    ...('pglite' in data && isCompiled(data.pglite) ? { pglite: data.pglite } : {}),
    ...('initdb' in data && isCompiled(data.initdb) ? { initdb: data.initdb } : {}),
  }
}

try {
  const engine = await openEngine(optionsFrom(workerData))
  parentPort?.on('message', (request: Request) => {
    void answer(engine, request)
      .catch((error: unknown): Answer => ({ id: request.id, failure: failureOf(error) }))
      .then(post)
  })
  post({ id: 0, rows: [] })
} catch (error) {
  post({ id: 0, failure: failureOf(error) })
}
