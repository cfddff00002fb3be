import { MsgError } from '@msg/core'
import type { ImportBatch, UserId } from '@msg/core'
import type { ServiceIdentity } from '../authenticate.ts'

/** The refusal of users whom a service does not act as, if any of these is one. */
export const refusalOfUsers = (userIds: readonly UserId[], { service, actsAs }: ServiceIdentity): MsgError | null => {
  const mayAct = (userId: UserId): boolean => userId === `service:${service}` || actsAs?.(userId) === true
  return userIds.every(mayAct) ? null : forbidden('this service does not act as all of these users', 'acts_as')
}

/** The refusal of an import that reaches beyond what its service may do, if it does. */
export const refusalOfImport = (batch: ImportBatch, service: ServiceIdentity): MsgError | null => {
  const { conversations } = service
  if (conversations !== undefined) {
    // A number that stands for an id stands for it everywhere.
    const beyond = (batch.aliases?.length ?? 0) > 0 || !placesIn(batch).every((id) => conversations.includes(id))
    if (beyond) return forbidden('this service does not act in all of these conversations', 'scope')
  }
  return refusalOfUsers(usersIn(batch), service)
}

const placesIn = (batch: ImportBatch): readonly string[] => {
  const { conversations = [], members = [], messages = [], reactions = [], readers = [] } = batch
  const inside = [...members, ...messages, ...reactions, ...readers]
  return [...conversations.map(({ id }) => id), ...inside.map(({ conversationId }) => conversationId)]
}

/** Everybody on whose behalf something is kept. */
const usersIn = (batch: ImportBatch): readonly UserId[] => {
  const { conversations = [], members = [], messages = [], reactions = [], readers = [] } = batch
  return [
    ...conversations.flatMap(({ createdBy, between = [] }) => [createdBy, ...between]),
    ...[...members, ...reactions, ...readers].map(({ userId }) => userId),
    ...messages.map(({ authorId }) => authorId),
  ]
}

const forbidden = (message: string, reason: string): MsgError =>
  new MsgError('forbidden', message, { reason, outcome: 'none' })
