/** The table: every verb with its schemas and the errors of its own. Adding a verb to `Session` makes this not compile. */
import { policyCodes } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import { accountEndpoints } from './endpoints/account.ts'
import { attachmentEndpoints } from './endpoints/attachments.ts'
import { conversationEndpoints } from './endpoints/conversations.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import { inboxEndpoints } from './endpoints/inbox.ts'
import { liveEndpoints } from './endpoints/live.ts'
import { memberEndpoints } from './endpoints/members.ts'
import { messageEndpoints } from './endpoints/messages.ts'
import { peopleEndpoints } from './endpoints/people.ts'
import { reactionEndpoints } from './endpoints/reactions.ts'
import { receiptEndpoints } from './endpoints/receipts.ts'
import { roomEndpoints } from './endpoints/rooms.ts'
import { hasBody, routes } from './routes.ts'
import type { Route } from './routes.ts'
import type { Verb } from './verbs.ts'

export type { Endpoint } from './endpoints/endpoint.ts'

/** Every verb's endpoint. */
export const endpoints: { readonly [V in Verb]: Endpoint<V> } = {
  ...conversationEndpoints,
  ...memberEndpoints,
  ...messageEndpoints,
  ...reactionEndpoints,
  ...attachmentEndpoints,
  ...receiptEndpoints,
  ...roomEndpoints,
  ...inboxEndpoints,
  ...peopleEndpoints,
  ...accountEndpoints,
  ...liveEndpoints,
}

const isVerb = (name: string): name is Verb => Object.hasOwn(routes, name)

/** The verbs, in the order of the table. */
export const verbs: readonly Verb[] = Object.keys(routes).filter(isVerb)

const always: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  ...policyCodes,
  'busy',
  'unavailable',
  'storage_full',
]

/**
 * Every error code a verb may answer: besides its own, what policies of the host refuse with (also a page of a foreign
 * origin behind whatever is not a GET), and a body over the limit where there is one.
 */
export const errorCodes = (verb: Verb): readonly ErrorCode[] => [
  ...new Set([...always, ...(sendsBody(routes[verb]) ? ['too_large' as const] : []), ...endpoints[verb].errors]),
]

const sendsBody = (route: Route): boolean => hasBody(route) || route.file !== undefined
