import type { ChangeDraft, LoggedChange, PersonalDraft, Stamp } from '../ports/store.ts'
import { dropTickets } from './tickets.ts'
import type { LogRow, MemoryState, PersonalLogRow } from './state.ts'

/** Whether a draft concerns one user and no conversation. */
export const isPersonal = (draft: ChangeDraft): draft is PersonalDraft => draft.type === 'session.revoked'

/** Whether a row of the log does. */
export const isPersonalRow = (row: LogRow): row is PersonalLogRow => row.audience === 'owner'

/** Writes a personal change. It makes no revision. */
export const writePersonal = (
  state: MemoryState,
  { type, owner, userId }: PersonalDraft,
  by: Pick<PersonalLogRow, 'actor' | 'at'>,
): Stamp => {
  if (type === 'session.revoked') dropTickets(state, owner)
  state.log.push({ type, audience: 'owner', owner, about: userId, ...by })
  return { revision: null }
}

/** A personal change as it is read. */
export const hydratedPersonal = (
  { type, owner, about, actor, at }: PersonalLogRow,
  { position, epoch }: { readonly position: number; readonly epoch: string },
): LoggedChange => ({
  position,
  audience: 'owner',
  owner,
  conversationRevision: 0,
  change: {
    id: `${epoch}:${position}`,
    type,
    conversationId: null,
    revision: null,
    actor,
    at,
    subject: { userId: about },
  },
})
