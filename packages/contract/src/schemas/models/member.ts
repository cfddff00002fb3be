import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'
import { next } from './page.ts'
import { profiles } from './person.ts'

export const role = z.enum(['admin', 'member'])

export const member = named(
  'Member',
  z.object({
    conversationId: z.string(),
    userId: z.string(),
    role,
    status: z.enum(['active', 'left', 'removed']),
    joinedAt: timestamp,
    joinedSeq: z.int(),
    endedAt: timestamp.nullable(),
    endedSeq: z.int().nullable(),
    revision: z.int(),
  }),
)

export const memberPage = named('MemberPage', z.object({ members: z.array(member), profiles, next }))
