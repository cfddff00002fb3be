import type { ChangeDraft } from '../ports/store.ts'
import type { Act, Policy } from './policy.ts'

/** What is one's own business, and harmless to others. */
const own: ReadonlySet<ChangeDraft['type']> = new Set(['receipt.advanced', 'message.hidden', 'member.left'])

/**
 * Lets people read and nothing more, besides marking as read, hiding from their own view and leaving.
 * @param applies to what; default to everything. Asked for each act that would change something for others.
 * @example readOnly(({ conversation }) => conversation?.id === announcements)
 */
export const readOnly = (applies: (act: Act) => boolean | Promise<boolean> = () => true): Policy => ({
  name: 'read-only',
  judge: async (act) => {
    if (act.verb === 'members.leave' || act.changes.every(({ type }) => own.has(type))) return null
    return (await applies(act)) ? { code: 'forbidden', reason: 'read_only' } : null
  },
})
