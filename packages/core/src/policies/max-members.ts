import type { ChangeDraft } from '../ports/store.ts'
import type { Policy } from './policy.ts'

/** With room for so many more invitations like this one, nobody has to count exactly. */
const atOnce = 100

/**
 * Bounds how many active members a group has; rooms have no bound. They are counted exactly, so that of invitations at the same moment
 * one waits for the other, unless there would be room for a hundred more like it.
 */
export const maxMembers = (members: number): Policy => ({
  name: 'max-members',
  judge: ({ conversation, changes }) => {
    const made = changes.find((draft) => draft.type === 'conversation.created')
    if ((conversation?.kind ?? made?.kind) !== 'group') return null
    const more = joining(changes)
    const after = (conversation?.memberCount ?? 0) + more
    if (after > members) return { code: 'forbidden', reason: 'max_members' }
    if (conversation === null || more === 0 || after + more * atOnce <= members) return null
    return { guard: { on: 'roster', version: conversation.rosterVersion } }
  },
})

const joining = (changes: readonly ChangeDraft[]): number =>
  changes.reduce((sum, draft) => {
    if (draft.type === 'conversation.created') return sum + draft.members.length
    return draft.type === 'member.added' ? sum + 1 : sum
  }, 0)
