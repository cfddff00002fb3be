import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'
import { conversationState, deleted } from './conversation.ts'
import { member } from './member.ts'
import { hidden, message, purged } from './message.ts'
import { blockState, profiles } from './person.ts'
import { cleared, muted, receipt } from './reader.ts'

const gone = z.literal('gone')

export const erased = named('Erased', z.object({ conversationId: z.string(), userId: z.string() }))

export const revoked = named('Revoked', z.object({ userId: z.string() }))

const changeOf = <const T extends string, S extends z.ZodType>(type: T, subject: S) =>
  z.object({
    id: z.string(),
    type: z.literal(type),
    conversationId: z.string(),
    revision: z.int().nullable(),
    actor: z.string(),
    at: timestamp,
    subject: z.union([subject, gone]),
  })

const personalChangeOf = <const T extends string, S extends z.ZodType>(type: T, subject: S) =>
  z.object({
    id: z.string(),
    type: z.literal(type),
    conversationId: z.null(),
    revision: z.null(),
    actor: z.string(),
    at: timestamp,
    subject: z.union([subject, gone]),
  })

export const change = named(
  'Change',
  z.discriminatedUnion('type', [
    changeOf('conversation.created', conversationState),
    changeOf('conversation.updated', conversationState),
    changeOf('conversation.imported', conversationState),
    changeOf('conversation.deleted', deleted),
    changeOf('member.added', member),
    changeOf('member.left', member),
    changeOf('member.removed', member),
    changeOf('member.role', member),
    changeOf('message.sent', message),
    changeOf('message.edited', message),
    changeOf('message.retracted', message),
    changeOf('message.purged', purged),
    changeOf('message.pinned', message),
    changeOf('message.unpinned', message),
    changeOf('message.hidden', hidden),
    changeOf('reaction.added', message),
    changeOf('reaction.removed', message),
    changeOf('receipt.advanced', receipt),
    changeOf('user.erased', erased),
    changeOf('inbox.cleared', cleared),
    changeOf('inbox.muted', muted),
    personalChangeOf('session.revoked', revoked),
    personalChangeOf('user.blocked', blockState),
    personalChangeOf('user.unblocked', blockState),
  ]),
)

export const changePage = named(
  'ChangePage',
  z.object({ changes: z.array(change), profiles, cursor: z.string(), more: z.boolean() }),
)
