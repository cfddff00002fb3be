import { createMessaging } from '@msg/core'
import type { MessagingOptions, Session } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { fakeClock, fakeDirectory } from '@msg/testing'
import type { FakeClock } from '@msg/testing'
import { onTestFinished } from 'vitest'
import { createViews } from '../../src/views/index.ts'
import type { TimelineRow, View, Views, ViewsOptions } from '../../src/views/index.ts'

/** An engine in process, and views on it; all closed with the test. */
export interface World {
  readonly clock: FakeClock
  session(userId: string): Session
  views(session: Session, options?: ViewsOptions): Views
}

/** Makes a world of its own. */
export const openWorld = (options: MessagingOptions = {}): World => {
  const clock = fakeClock()
  const directory = fakeDirectory(['ann', 'ben', 'cat', 'dan'])
  const messaging = createMessaging({ store: createMemoryStore({ clock }), clock, directory, ...options })
  onTestFinished(() => messaging.close())
  return {
    clock,
    session: (userId) => messaging.as(userId),
    views(session, more) {
      const views = createViews(session, { clock, ...more })
      onTestFinished(views.close)
      return views
    },
  }
}

/** Resolves with the first snapshot, from the present one on, that passes a check. */
export const shows = <Snapshot>(view: View<Snapshot>, check: (snapshot: Snapshot) => boolean): Promise<Snapshot> =>
  new Promise((resolve) => {
    const stop = view.subscribe((snapshot) => {
      if (!check(snapshot)) return
      resolve(snapshot)
      queueMicrotask(() => stop())
    })
  })

/** The texts of rows. */
export const bodies = (rows: readonly TimelineRow[]): readonly (string | null)[] => rows.map(({ body }) => body)

/** Sends texts one after the other. */
export const say = async (session: Session, conversationId: string, texts: readonly (string | number)[]) => {
  for (const text of texts) await session.messages.send({ conversationId, body: `${text}` })
}
