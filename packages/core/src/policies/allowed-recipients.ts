import type { UserId } from '../model/ids.ts'
import type { Act, Policy } from './policy.ts'

/** Who may be written to: users, or null for everybody. */
export type Recipients = readonly UserId[] | null

/**
 * Restricts whom people reach out to: who is on the list may write to anyone, anybody else only to those on it, also to
 * answer. A null or empty list restricts nothing. Reading stays free, and so does taking part in groups one is in.
 * @param recipients the list, or what is asked for it at each call (drf-directmessages' `DIRECTMESSAGES_ALLOWED_RECIPIENTS`)
 * @example createMessaging({ policies: [allowedRecipients(['support'])] })
 */
export const allowedRecipients = (
  recipients: Recipients | ((act: Act) => Recipients | Promise<Recipients>),
): Policy => ({
  name: 'allowed-recipients',
  judge: async (act) => {
    if (act.others.length === 0) return null
    const list = typeof recipients === 'function' ? await recipients(act) : recipients
    if (list === null || list.length === 0 || list.includes(act.actor)) return null
    const allowed = new Set(list)
    return act.others.every((userId) => allowed.has(userId))
      ? null
      : { code: 'recipient_refused', reason: 'allowed_recipients' }
  },
})
