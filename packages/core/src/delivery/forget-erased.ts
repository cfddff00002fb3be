import type { LoggedChange, Store } from '../ports/store.ts'
import type { Listeners } from './listeners.ts'

/**
 * Whoever was erased is no member any more, and no change says who that was: where somebody was, the store is asked who of the
 * connected is left. To be done before what follows is passed on.
 */
export const forgetErased = async (
  store: Pick<Store, 'slice'>,
  listeners: Pick<Listeners, 'inside' | 'forget'>,
  changes: readonly LoggedChange[],
): Promise<void> => {
  const places = changes.flatMap(({ change }) => (change.type === 'user.erased' ? [change.conversationId] : []))
  for (const conversationId of new Set(places)) {
    const userIds = listeners.inside(conversationId)
    const slice = userIds.length === 0 ? null : await store.slice({ conversationId, userIds })
    if (slice === null) continue
    const left = new Set(slice.members.map(({ userId }) => userId))
    listeners.forget(
      conversationId,
      userIds.filter((userId) => !left.has(userId)),
    )
  }
}
