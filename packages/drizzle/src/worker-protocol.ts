import type { Parameter, Row } from './database.ts'
import type { EngineFailure } from './pglite-engine.ts'

/** What the thread that opened the store asks of the worker: one post per query. */
export type Request =
  | { readonly id: number; readonly ask: 'query'; readonly sql: string; readonly parameters: readonly Parameter[] }
  | { readonly id: number; readonly ask: 'dump' }
  | { readonly id: number; readonly ask: 'close' }

/** What the worker answers: once when it is open (id 0), then once per request. */
export type Answer =
  | { readonly id: number; readonly rows: readonly Row[] }
  | { readonly id: number; readonly image: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly failure: EngineFailure }
