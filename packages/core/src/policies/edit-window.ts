import type { Policy } from './policy.ts'

/**
 * Closes messages to their authors some time after they were sent: no edit, no retraction by oneself. An admin's retraction
 * of what somebody else wrote is not bound by it.
 * @param seconds how long a message stays open
 */
export const editWindow = (seconds: number): Policy => ({
  name: 'edit-window',
  judge: ({ actor, at, changes, message }) => {
    if (message === null || message.authorId !== actor) return null
    if (!changes.some(({ type }) => type === 'message.edited' || type === 'message.retracted')) return null
    return at - Date.parse(message.createdAt) <= seconds * 1_000 ? null : { code: 'forbidden', reason: 'edit_window' }
  },
})
