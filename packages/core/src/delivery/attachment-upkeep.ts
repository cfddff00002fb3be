import type { Attachments } from '../ports/attachments.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { within } from './within.ts'

/** What removing files works with. */
export interface AttachmentUpkeep {
  readonly store: Pick<Store, 'attachments'>
  readonly attachments: Attachments
  readonly clock: Clock
}

/** Milliseconds that a file may take, and how many may be spent on files before other work has its turn. */
const patience = { file: 30_000, all: 60_000 } as const

/**
 * Removes files that nothing carries any more, at most `limit` of them, and answers how many. One that cannot be removed stays
 * for the next time and keeps nothing else. @throws what the first of those failed with
 */
export const removeAbandoned = async (
  { store, attachments, clock }: AttachmentUpkeep,
  limit: number,
): Promise<number> => {
  const ids = await store.attachments.abandoned(limit)
  const removed: string[] = []
  const failures: unknown[] = []
  const began = clock.now()
  for (const id of ids) {
    if (clock.now() - began >= patience.all) break
    try {
      await within(clock, patience.file, attachments.remove(id))
      removed.push(id)
    } catch (error) {
      failures.push(error)
    }
  }
  if (removed.length > 0) await store.attachments.forget(removed)
  if (failures.length > 0) throw failures[0]
  return ids.length
}
