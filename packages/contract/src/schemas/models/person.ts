import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'
import { next } from './page.ts'

export const profile = named(
  'Profile',
  z.object({
    id: z.string(),
    displayName: z.string(),
    username: z.string().exactOptional(),
    firstName: z.string().exactOptional(),
    lastName: z.string().exactOptional(),
    avatarUrl: z.string().exactOptional(),
    isActive: z.boolean(),
  }),
)

export const profiles = z.array(profile)

export const person = named('Person', profile.extend({ email: z.string().exactOptional() }))

export const personList = named('PersonList', z.object({ profiles: z.array(person) }))

export const contactPage = named('ContactPage', z.object({ profiles: z.array(person), next }))

export const block = named('Block', z.object({ userId: z.string(), at: timestamp }))

export const blockState = named('BlockState', z.object({ userId: z.string(), at: timestamp.nullable() }))

export const blockPage = named('BlockPage', z.object({ blocks: z.array(block), profiles, next }))
