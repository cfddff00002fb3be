import type { Notifier } from '@msg/core'

/** Hands a push message to somebody's devices; rejects when it could not. */
export type Push = (to: string, push: { id: string; title: string; body: string }) => Promise<void>

/** A push for everybody whom a message mentions. */
export const mentionNotifier = (push: Push): Notifier => ({
  name: 'mentions', // keeps its place in the log: never change it
  types: ['message.sent'],
  async notify({ change, profiles }) {
    if (change.type !== 'message.sent' || change.subject === 'gone' || change.subject.body === null)
      return { status: 'done' } // taken back meanwhile
    const { authorId, body, mentions } = change.subject
    const [author] = await profiles([authorId])
    for (const userId of mentions)
      await push(userId, { id: `${change.id}:${userId}`, title: author?.displayName ?? authorId, body })
    return { status: 'done' }
  },
})
