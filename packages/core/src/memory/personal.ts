import type { Change } from '../model/change.ts'
import type { ChangeDraft, LoggedChange, PersonalDraft, Stamp } from '../ports/store.ts'
import { dropTickets } from './tickets.ts'
import { blocksAmong, setBlock } from './blocks.ts'
import type { ConversationRow, LogRow, MemoryState, PersonalLogRow } from './state.ts'

/** Whether a draft concerns one user and no conversation. */
export const isPersonal = (draft: ChangeDraft): draft is PersonalDraft =>
  draft.type === 'session.revoked' || draft.type === 'user.blocked' || draft.type === 'user.unblocked'

/** Whether a row of the log does. */
export const isPersonalRow = (row: LogRow): row is PersonalLogRow => row.audience === 'owner'

interface By extends Pick<PersonalLogRow, 'actor' | 'at'> {
  /** The conversation of the item, if there is one. */
  readonly conversation?: ConversationRow | undefined
}

/** Writes a personal change. It makes no revision. */
export const writePersonal = (
  state: MemoryState,
  { type, owner, userId }: PersonalDraft,
  { actor, at, conversation }: By,
): Stamp => {
  if (type === 'session.revoked') dropTickets(state, owner)
  else {
    const changed = setBlock(state, { blocker: owner, blocked: userId }, type === 'user.blocked' ? at : null)
    if (!changed) return { revision: null }
    if (conversation !== undefined) conversation.settingsVersion += 1
  }
  state.log.push({ type, audience: 'owner', owner, about: userId, actor, at })
  return { revision: null }
}

/** A personal change as it is read. */
export const hydratedPersonal = (
  state: MemoryState,
  row: PersonalLogRow,
  { position, epoch }: { readonly position: number; readonly epoch: string },
): LoggedChange => ({
  position,
  audience: 'owner',
  owner: row.owner,
  conversationRevision: 0,
  change: changeOf(state, row, `${epoch}:${position}`),
})

const changeOf = (state: MemoryState, { type, owner, about, actor, at }: PersonalLogRow, id: string): Change => {
  const head = { id, conversationId: null, revision: null, actor, at }
  switch (type) {
    case 'session.revoked':
      return { ...head, type, subject: { userId: about } }
    case 'user.blocked':
    case 'user.unblocked': {
      const block = blocksAmong(state, owner, [about]).find(({ blocker }) => blocker === owner)
      return { ...head, type, subject: { userId: about, at: block?.at ?? null } }
    }
  }
}
