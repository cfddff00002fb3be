import type {
  ImportBatch,
  ImportConflict,
  ImportCounts,
  ImportKind,
  ImportOptions,
  ImportResult,
} from '../model/import.ts'
import type { Clock } from '../ports/clock.ts'
import type { ImportDraft, ImportOutcome, ImportOutcomes, MemberImport } from '../ports/import-draft.ts'
import type { Store } from '../ports/store.ts'
import { firstToLead, importDraft, needsAdmin } from '../rules/importing.ts'

/** Imports a batch. It is checked before anything is waited for. @throws invalid */
export const importBatch = async (
  { store, clock }: { readonly store: Pick<Store, 'import' | 'slice'>; readonly clock: Clock },
  batch: ImportBatch,
  { after }: ImportOptions,
): Promise<ImportResult> => {
  const draft = importDraft(batch, clock.now())
  await after
  const outcomes = await store.import(await withAdmins(store, draft))
  return {
    imported: counts(outcomes, 'imported'),
    existing: counts(outcomes, 'existing'),
    conflicts: kinds.flatMap((kind) => conflictsIn(kind, outcomes[kind])),
  }
}

/** What has no target always has an admin: who joined first, where none comes. */
const withAdmins = async (store: Pick<Store, 'slice'>, draft: ImportDraft): Promise<ImportDraft> => {
  const leading = new Set<MemberImport>()
  for (const member of firstToLead(draft)) {
    const slice = await store.slice({ conversationId: member.conversationId, userIds: [] })
    if (needsAdmin(draft, member, slice)) leading.add(member)
  }
  if (leading.size === 0) return draft
  const members = draft.members.map((member) => (leading.has(member) ? { ...member, role: 'admin' as const } : member))
  return { ...draft, members }
}

const kinds: readonly ImportKind[] = ['conversations', 'members', 'messages', 'reactions', 'readers', 'aliases']

const counts = (outcomes: ImportOutcomes, wanted: ImportOutcome): ImportCounts => {
  const count = (kind: ImportKind): number => outcomes[kind].filter((outcome) => outcome === wanted).length
  return {
    conversations: count('conversations'),
    members: count('members'),
    messages: count('messages'),
    reactions: count('reactions'),
    readers: count('readers'),
    aliases: count('aliases'),
  }
}

const conflictsIn = (kind: ImportKind, outcomes: readonly ImportOutcome[]): readonly ImportConflict[] =>
  outcomes.flatMap((code, index) =>
    code === 'imported' || code === 'existing' ? [] : [{ pointer: `/${kind}/${index}`, code }],
  )
