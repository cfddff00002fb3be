import type { Timestamp } from '../model/ids.ts'
import { hostActor } from '../model/ids.ts'
import type { ImportedAlias, ImportedReaction } from '../model/import.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConversationImport, ImportDraft, ImportOutcome, ImportOutcomes } from '../ports/import-draft.ts'
import type { MemoryAliases } from './aliases.ts'
import { claimSet } from './canonical-sets.ts'
import { freshConversation } from './fresh-rows.ts'
import { importMembers, join } from './import-members.ts'
import { importMessages } from './import-messages.ts'
import { importReader } from './import-readers.ts'
import { readerOf } from './lens.ts'
import { rankedAt } from './message-row.ts'
import { know, placeOf } from './importing.ts'
import type { Importing } from './importing.ts'
import type { ConversationRow, MemoryState } from './state.ts'

interface Parts {
  readonly state: MemoryState
  readonly aliases: MemoryAliases
  readonly clock: Clock
}

/** Imports a batch: nothing awaits in between. What is written has the revision that the one change at the end makes. */
export const importBatch = ({ state, aliases, clock }: Parts, batch: ImportDraft): ImportOutcomes => {
  const importing: Importing = { state, touched: new Set(), moved: new Set() }
  const conversations = batch.conversations.map((item) => importConversation(importing, item))
  const messages = importMessages(importing, batch.messages)
  const members = importMembers(importing, batch.members)
  const reactions = sortedFirst(batch.reactions, (item) => importReaction(importing, item))
  const readers = batch.readers.map((item) => importReader(importing, item))
  const aliased = batch.aliases.map((item) => importAlias(aliases, item))
  tell(importing, new Date(clock.now()).toISOString())
  return { conversations, members, messages, reactions, readers, aliases: aliased }
}

const importConversation = (importing: Importing, item: ConversationImport): ImportOutcome => {
  const { pair, derived, ...head } = item
  const there = placeOf(importing, head.id)
  if (there === 'gone') return there
  if (there !== 'not_found')
    return derived || there.contentHash === head.contentHash ? 'existing' : 'idempotency_mismatch'
  const row = freshConversation(head)
  importing.state.conversations.set(row.id, row)
  importing.touched.add(row)
  importing.moved.add(row)
  know(row, [head.createdBy])
  for (const userId of pair ?? [])
    join(importing, row, { userId, role: 'member', joinedAt: head.createdAt, left: null })
  return 'imported'
}

/** The outcomes in the order of the batch, of items that are taken in that of emoji and user: they have one revision. */
const sortedFirst = (
  items: readonly ImportedReaction[],
  take: (item: ImportedReaction) => ImportOutcome,
): readonly ImportOutcome[] => {
  const inOrder = items.toSorted((a, b) => compare(a.emoji, b.emoji) || compare(a.userId, b.userId))
  const outcomes = new Map(inOrder.map((item) => [item, take(item)]))
  return items.map((item) => outcomes.get(item) ?? 'not_found')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const importReaction = (importing: Importing, item: ImportedReaction): ImportOutcome => {
  const row = placeOf(importing, item.conversationId)
  if (typeof row === 'string') return row
  const message = importing.state.messages.get(item.messageId)
  if (message?.conversationId !== row.id) return 'not_found'
  if (message.purged) return 'gone'
  if (message.texts.length === 0) return 'message_retracted'
  const { emoji, userId } = item
  if (message.reactions.some((other) => other.emoji === emoji && other.userId === userId)) return 'existing'
  message.revision = row.revision + 1
  message.reactions = [...message.reactions, { emoji, userId, revision: message.revision }]
  row.readers.set(userId, readerOf(row, userId))
  importing.touched.add(row)
  return 'imported'
}

const importAlias = (aliases: MemoryAliases, { surface, ...alias }: ImportedAlias): ImportOutcome => {
  if (aliases.isAlias(surface, alias)) return 'existing'
  return aliases.claimAliases(surface, [alias]).length === 0 ? 'imported' : 'id_taken'
}

/** Logs one change a conversation; of those active within the same minute, the latest last. */
const tell = ({ state, touched, moved }: Importing, at: Timestamp): void => {
  const inOrder = [...touched].toSorted(
    (a, b) => a.activity.minute - b.activity.minute || compare(lastOf(a), lastOf(b)) || compare(a.id, b.id),
  )
  for (const row of inOrder) {
    row.revision += 1
    const head = { type: 'conversation.imported', audience: 'members', about: null } as const
    const { revision } = row
    state.log.push({ ...head, conversation: row, revision, conversationRevision: revision, actor: hostActor, at })
    if (moved.has(row)) row.activity = { ...row.activity, position: state.log.length }
    claimSet(state, row)
  }
}

/** When the latest of its messages was said, as search ranks it. */
const lastOf = ({ messages }: ConversationRow): string => {
  const last = messages.at(-1)
  return last === undefined ? '' : rankedAt(last)
}
