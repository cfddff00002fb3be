import type { ErrorCode, Noun } from '@msg/core'
import type * as z from 'zod'
import type { Input, Output, Verb } from '../verbs.ts'

/** One verb's endpoint. */
export interface Endpoint<V extends Verb> {
  /** One line for the documentation. */
  readonly summary: string
  /** The whole input, strict: an unknown field is refused. */
  readonly input: z.ZodType<Input<V>>
  /** The answer, an allow-list: an unknown field is left out. */
  readonly output: z.ZodType<Output<V>>
  /** The errors of this verb; `errorCodes` adds those that any may answer. */
  readonly errors: readonly ErrorCode[]
}

/** The endpoints of one noun's verbs. */
export type EndpointsOf<N extends Noun> = { readonly [V in Extract<Verb, `${N}.${string}`>]: Endpoint<V> }
