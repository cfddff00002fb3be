/** What the operations of the document are made of. */
import { errorStatus } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import * as z from 'zod'
import { problemType, titles } from '../problem.ts'
import { problem } from '../schemas/problem.ts'
import { registry } from '../schemas/registry.ts'

/** A part of an OpenAPI document: plain JSON. */
export type Json = { readonly [key: string]: unknown }

/** A schema as JSON Schema without the marks that only make sense in a document of its own. */
export const plain = (schema: z.ZodType): z.core.JSONSchema.BaseSchema => {
  return unmarked(z.toJSONSchema(schema, { io: 'input', metadata: registry }))
}

export const unmarked = (schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema => {
  const rest = { ...schema }
  delete rest.$schema
  delete rest.$id
  return rest
}

/** An answer that went well. */
export const success = (description: string, output: z.ZodType): Json => ({
  description,
  content: { 'application/json': { schema: reference(output) } },
})

/** The answers that are errors, by their status. */
export const failures = (codes: readonly ErrorCode[]): Json => {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code])
  return Object.fromEntries([...byStatus].map(([status, some]) => [String(status), failure(some)]))
}

const failure = (codes: readonly ErrorCode[]): Json => ({
  description: codes.map((code) => `\`${code}\`: ${titles[code]}`).join('; '),
  content: {
    [problemType]: {
      schema: { allOf: [reference(problem), { type: 'object', properties: { code: { enum: codes } } }] },
    },
  },
  ...(codes.some((code) => errorStatus[code] === 503 || errorStatus[code] === 429)
    ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } }
    : {}),
})

/** A reference to a named model. */
export const reference = (schema: z.ZodType): Json => {
  const name = registry.get(schema)?.id
  if (name === undefined) throw new Error('an answer of the contract has no name')
  return { $ref: componentOf(name) }
}

export const componentOf = (name: string): string => `#/components/schemas/${name}`
