import type { UserId } from '../model/ids.ts'
import type { Policy } from './policy.ts'

/**
 * Lets people reach out only to their contacts, each time: the directory's `canContact` is asked when a conversation begins,
 * this also before each text in a direct that exists.
 * @example createMessaging({ directory, policies: [contactsOnly((viewer, other) => directory.canContact(viewer, other))] })
 */
export const contactsOnly = (isContact: (viewer: UserId, other: UserId) => boolean | Promise<boolean>): Policy => ({
  name: 'contacts-only',
  judge: async ({ actor, others }) => {
    const answers = await Promise.all(others.map(async (other) => isContact(actor, other)))
    return answers.every((answer) => answer) ? null : { code: 'recipient_refused', reason: 'contacts_only' }
  },
})
