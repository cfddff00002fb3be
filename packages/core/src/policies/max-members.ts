import type { ChangeDraft } from '../ports/store.ts'
import type { Policy } from './policy.ts'

/** How near the bound a group has to be for its members to be counted exactly: others may be invited at the same moment. */
const near = 100

/**
 * Bounds how many active members a group has; rooms have no bound. Within a hundred of it they are counted exactly. From further away
 * several invitations of many, at the same moment, may pass it together.
 */
export const maxMembers = (members: number): Policy => ({
  name: 'max-members',
  judge: ({ conversation, changes }) => {
    const made = changes.find((draft) => draft.type === 'conversation.created')
    if ((conversation?.kind ?? made?.kind) !== 'group') return null
    const after = (conversation?.memberCount ?? 0) + joining(changes)
    if (after > members) return { code: 'forbidden', reason: 'max_members' }
    if (conversation === null || after === conversation.memberCount || after <= members - near) return null
    return { guard: { on: 'roster', version: conversation.rosterVersion } }
  },
})

const joining = (changes: readonly ChangeDraft[]): number =>
  changes.reduce((sum, draft) => {
    if (draft.type === 'conversation.created') return sum + draft.members.length
    return draft.type === 'member.added' ? sum + 1 : sum
  }, 0)
