import { limits } from '@msg/core'
import * as z from 'zod'
import type { Config } from '../config.ts'
import { named } from './registry.ts'

const bounds = Object.fromEntries(Object.keys(limits).map((name) => [name, z.int()]))

/** The answer of `GET /config`. */
export const config = named(
  'Config',
  z.object({
    me: z.string(),
    limits: z.object(bounds),
    features: z.object({
      directs: z.boolean(),
      groups: z.boolean(),
      rooms: z.boolean(),
      channels: z.boolean(),
      editing: z.boolean(),
      retracting: z.boolean(),
      adminsRetract: z.boolean(),
      reactions: z.boolean(),
      pins: z.boolean(),
      attachments: z.boolean(),
      renamingGroups: z.enum(['nobody', 'admins', 'members']),
      renamingRooms: z.enum(['nobody', 'admins', 'members']),
      websocket: z.boolean(),
    } satisfies { readonly [Name in keyof Config['features']]: z.ZodType<Config['features'][Name]> }),
  }),
)

/** What a mount tells. */
export const configOf = (me: string, features: Config['features']): Config => ({ me, limits, features })
