import { contactsOnly, createMessaging, editWindow, rateLimit, type Directory, type Policy } from '@msg/core'

/** No new text at night. */
export const quietHours = (from: number, to: number): Policy => ({
  name: 'quiet-hours',
  judge({ at, changes }) {
    if (!changes.some(({ type }) => type === 'message.sent')) return null
    const hour = new Date(at).getUTCHours()
    const quiet = from < to ? hour >= from && hour < to : hour >= from || hour < to
    return quiet ? { code: 'forbidden', reason: 'quiet_hours' } : null
  },
})

export const start = (directory: Directory) =>
  createMessaging({
    directory,
    features: { channels: false, renamingGroups: 'admins' },
    policies: [
      contactsOnly((viewer, other) => directory.canContact(viewer, other)),
      editWindow(15 * 60),
      rateLimit(),
      quietHours(22, 6),
    ],
    processors: [{ name: 'trim', process: (draft) => ({ ...draft, body: draft.body.trimEnd() }) }],
  })
