import { errorStatus, isErrorCode } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import * as z from 'zod'
import { named } from './registry.ts'

const codes: readonly ErrorCode[] = Object.keys(errorStatus).filter(isErrorCode)

/** The body of every answer that is not a success. */
export const problem = named(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string(),
    reason: z.string().exactOptional(),
    places: z.array(z.object({ pointer: z.string(), message: z.string() })).exactOptional(),
    retryAfter: z.number().exactOptional(),
    outcome: z.enum(['none', 'unknown']).exactOptional(),
  }),
)
