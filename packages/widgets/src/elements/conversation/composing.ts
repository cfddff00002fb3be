/** What a conversation gives its composer: whom it can mention, what it is about. */
import type { TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { Attachment, Profile, Session, UserId } from '@msg/core'
import type { Question } from '../../context/asking.ts'
import { readCrowd } from '../../context/read-crowd.ts'
import { nameOf } from '../../text/names.ts'
import { beginningOf } from '../../text/beginning.ts'
import type { FindPeople } from '../composer/mentions.ts'
import type { ComposerAbout } from '../composer/render-about.ts'
import type { MessageAction } from '../message-list/row-actions.ts'

/** What was asked for with a message of the list. */
export interface ActionDetail {
  readonly action: MessageAction
  readonly message: TimelineRow
}

/** What the composer gives to be sent. */
export interface SendDetail {
  readonly body: string
  readonly mentions: readonly UserId[]
  readonly attachments: readonly Attachment[]
}

/** A message that the composer is about. */
export interface About {
  readonly type: 'reply' | 'edit'
  readonly row: TimelineRow
}

/** Who can be mentioned: the others who are in it, as far as they are known. */
export const othersIn = (snapshot: TimelineSnapshot | null, me: UserId | null): readonly Profile[] =>
  (snapshot?.members ?? []).flatMap(({ userId }) => (userId === me ? [] : (snapshot?.profiles.get(userId) ?? [])))

/** The same for a crowd, of which nobody knows all: some of those who are called so. */
export const othersFound = async (
  { members, conversationId }: TimelineSnapshot,
  session: Session,
  ...[name, signal]: Parameters<FindPeople>
): Promise<readonly Profile[]> => {
  if (members !== null) return []
  const crowd = await readCrowd(session, { conversationId, query: name, before: null, least: 6 }, { signal })
  return crowd.profiles.filter(({ id }) => id !== session.me)
}

/** What composing is shown with. */
export interface Composing {
  readonly snapshot: TimelineSnapshot | null
  readonly me: UserId | null
  /** What reads Markdown has been loaded. */
  loaded(): void
}

/** What the composer says it is about. */
export const aboutShown = (about: About | null, { snapshot, me, loaded }: Composing): ComposerAbout | null => {
  if (about === null) return null
  const { authorId, body } = about.row
  const name = authorId === me ? null : nameOf(snapshot?.profiles ?? new Map(), authorId)
  return { type: about.type, name, text: beginningOf(body ?? '', loaded) }
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

/** What is asked before a message is deleted. */
export const deleteQuestion = ({ body }: TimelineRow, agreed: () => void): Question => ({
  text: (strings) => strings.deleteAsked,
  detail: body === null ? null : beginningOf(body, () => {}),
  confirm: (strings) => strings.delete,
  agreed,
})

/** Whether a key is a letter that is meant for no part of the list. */
export const isStray = (event: KeyboardEvent): boolean => {
  const { key, altKey, ctrlKey, metaKey, defaultPrevented } = event
  if (defaultPrevented || altKey || ctrlKey || metaKey || key.length !== 1 || key === ' ') return false
  const [target] = event.composedPath()
  return target instanceof Element && target.matches('.row, .viewport')
}
