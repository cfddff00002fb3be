import type { Attachments } from '../ports/attachments.ts'
import type { Store } from '../ports/store.ts'

/** What removing files works with. */
export interface AttachmentUpkeep {
  readonly store: Pick<Store, 'attachments'>
  readonly attachments: Attachments
}

/**
 * Removes files that nothing carries any more, at most `limit` of them, and answers how many. One that cannot be removed stays
 * for the next time and keeps nothing else. @throws what the first of those failed with
 */
export const removeAbandoned = async ({ store, attachments }: AttachmentUpkeep, limit: number): Promise<number> => {
  const ids = await store.attachments.abandoned(limit)
  const removed: string[] = []
  const failures: unknown[] = []
  for (const id of ids) {
    try {
      await attachments.remove(id)
      removed.push(id)
    } catch (error) {
      failures.push(error)
    }
  }
  if (removed.length > 0) await store.attachments.forget(removed)
  if (failures.length > 0) throw failures[0]
  return ids.length
}
