/** What a conversation gives its composer: whom it can mention, what it is about. */
import type { TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { Profile, UserId } from '@msg/core'
import { nameOf } from '../../text/names.ts'
import type { ComposerAbout } from '../composer/render-about.ts'

/** A message that the composer is about. */
export interface About {
  readonly type: 'reply' | 'edit'
  readonly row: TimelineRow
}

/** Who can be mentioned: the others who are in it, as far as they are known. */
export const othersIn = (snapshot: TimelineSnapshot | null, me: UserId | null): readonly Profile[] =>
  (snapshot?.members ?? []).flatMap(({ userId }) => (userId === me ? [] : (snapshot?.profiles.get(userId) ?? [])))

/** What the composer says it is about. */
export const aboutShown = (about: About | null, snapshot: TimelineSnapshot | null): ComposerAbout | null => {
  if (about === null) return null
  const { type, row } = about
  return { type, name: nameOf(snapshot?.profiles ?? new Map(), row.authorId), text: row.body ?? '' }
}

/** My last message, where I may change it. */
export const editableLast = (snapshot: TimelineSnapshot | null, me: UserId | null): About | null => {
  if (snapshot?.conversation?.me.can.edit !== true) return null
  const row = snapshot.rows.findLast(({ authorId, seq, body }) => authorId === me && seq !== null && body !== null)
  return row === undefined ? null : { type: 'edit', row }
}

/** The last message, where I may answer it. */
export const answerableLast = (snapshot: TimelineSnapshot | null): About | null => {
  if (snapshot?.conversation?.me.can.send !== true) return null
  const row = snapshot.rows.findLast(({ seq, body }) => seq !== null && body !== null)
  return row === undefined ? null : { type: 'reply', row }
}

/** Whether a key is a letter that is meant for no part of the list. */
export const isStray = (event: KeyboardEvent): boolean => {
  const { key, altKey, ctrlKey, metaKey, defaultPrevented } = event
  if (defaultPrevented || altKey || ctrlKey || metaKey || key.length !== 1 || key === ' ') return false
  const [target] = event.composedPath()
  return target instanceof Element && target.matches('.row, .viewport')
}
