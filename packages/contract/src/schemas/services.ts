/** What services say that is no verb: imports, how the users they act as are shown, and claims. */
import { limits } from '@msg/core'
import * as z from 'zod'
import { named } from './registry.ts'
import { body, emoji, id, moment, opaque, title, userId, verb } from './text.ts'

const conversationId = id
const messageId = id
const items = <S extends z.ZodType>(item: S) => z.array(item).max(limits.imported).exactOptional()

const conversations = z.strictObject({
  id,
  kind: z.enum(['direct', 'group', 'room', 'channel']),
  createdBy: userId,
  createdAt: moment,
  title: title.nullable().exactOptional(),
  invitePolicy: z.enum(['members', 'admins']).exactOptional(),
  visibility: z.enum(['public', 'private']).exactOptional(),
  joinPolicy: z.enum(['open', 'closed']).exactOptional(),
  target: z.strictObject({ type: verb, id: userId }).exactOptional(),
  between: z.array(userId).length(2).exactOptional(),
  bySending: z.boolean().exactOptional(),
})

const members = z.strictObject({
  conversationId,
  userId,
  role: z.enum(['admin', 'member']).exactOptional(),
  joinedAt: moment,
  left: z.strictObject({ at: moment, last: id.nullable() }).exactOptional(),
})

const messages = z.strictObject({
  id,
  conversationId,
  authorId: userId,
  body: body.nullable(),
  createdAt: moment,
  verb: verb.exactOptional(),
  replyTo: id.nullable().exactOptional(),
  mentions: z.array(userId).max(limits.mentions).exactOptional(),
  editedAt: moment.nullable().exactOptional(),
  retractedAt: moment.nullable().exactOptional(),
})

const advances = items(z.strictObject({ messageId, at: moment }))

const readers = z.strictObject({
  conversationId,
  userId,
  reads: advances,
  deliveries: advances,
  cleared: id.exactOptional(),
  hidden: items(id),
  mutedUntil: moment.exactOptional(),
})

/** The body of an import: see `ImportBatch` of core, which judges what is in it. */
export const importBatch = z.strictObject({
  conversations: items(conversations),
  members: items(members),
  messages: items(messages),
  reactions: items(z.strictObject({ conversationId, messageId, userId, emoji })),
  readers: items(readers),
  aliases: items(z.strictObject({ surface: z.string(), id, number: z.int() })),
})

const counts = z.object({
  conversations: z.int(),
  members: z.int(),
  messages: z.int(),
  reactions: z.int(),
  readers: z.int(),
  aliases: z.int(),
})

/** What became of an import. */
export const importResult = named(
  'ImportResult',
  z.object({
    imported: counts,
    existing: counts,
    conflicts: z.array(
      z.object({
        pointer: z.string(),
        code: z.enum(['not_found', 'gone', 'message_retracted', 'idempotency_mismatch', 'id_taken', 'forbidden']),
      }),
    ),
  }),
)

const claimWord = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]{0,127}$/, { error: 'must be 1 to 128 lower-case letters, digits and ._:-' })
const claimKey = { conversationId, name: claimWord }
const milliseconds = z.int().min(1).max(600_000)

/** Takes a claim, or prolongs it for the same holder. */
export const takeClaim = z.strictObject({ ...claimKey, holder: claimWord, milliseconds })

/** The claim, as its holder has it; null while another one has it. */
export const takenClaim = named(
  'TakenClaim',
  z.object({ claim: z.object({ fence: z.int(), memo: z.string().nullable() }).nullable() }),
)

/** Prolongs a claim by its number, and leaves a memo on it. */
export const keepClaim = z.strictObject({
  ...claimKey,
  fence: z.int().min(1),
  milliseconds,
  memo: opaque.max(limits.claimMemo).exactOptional(),
})

/** Whether the claim was still the asker's. */
export const keptClaim = named('KeptClaim', z.object({ kept: z.boolean() }))

/** Gives a claim up. */
export const releaseClaim = z.strictObject({ ...claimKey, holder: claimWord })

/** The answer to who gave a claim up. */
export const releasedClaim = named('ReleasedClaim', z.object({}))

/** How users are shown whom a service acts as. */
export const shownPeople = z.strictObject({
  profiles: z
    .array(
      z.strictObject({
        id: userId,
        displayName: title,
        avatarUrl: z
          .url({ protocol: /^https?$/ })
          .max(2_048)
          .exactOptional(),
      }),
    )
    .max(limits.page),
})

/** The answer to who said how users are shown. */
export const kept = named('Kept', z.object({ kept: z.int() }))
