import type { Noun } from '@msg/core'
import type { Verb } from '../verbs.ts'

/** One verb's place: its method, its path, and which field of its input goes where. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the mount; `:name` stands for the input's field of that name. */
  readonly path: `/${string}`
  /** Fields that travel in the query, and how they are written there. */
  readonly query: Readonly<Record<string, 'text' | 'integer' | 'flag'>>
  /** Fields that travel in the JSON body: see `hasBody`. */
  readonly body: readonly string[]
  /** The field whose bytes are the body; then nothing else is in it. */
  readonly file?: string
  /** The status of a success. Where it is 201, a repeat of the same id answers 200 with `Idempotent-Replayed: true`. */
  readonly status: 200 | 201
  /** Whether a success changes anything; what does not may always be asked again. */
  readonly effect: 'read' | 'write'
}

/** The routes of one noun's verbs. */
export type RoutesOf<N extends Noun> = Readonly<Record<Extract<Verb, `${N}.${string}`>, Route>>
