import type { Timestamp, UserId } from '../model/ids.ts'
import type { ChangeDraft } from '../ports/store.ts'
import type { MessageRow } from './message-row.ts'

/** The drafts that change a message for everybody. */
export type MessageChange = Extract<ChangeDraft, { readonly messageId: string }> & {
  readonly type: Exclude<ChangeDraft['type'], 'message.hidden'>
}

/** Who changes it, when, and which revision that would be. */
export interface Stroke {
  readonly actor: UserId
  readonly at: Timestamp
  readonly revision: number
}

/** Changes a message; false when it is so already. What was retracted takes no change but its purge. */
export const changeMessage = (row: MessageRow, draft: MessageChange, { actor, at, revision }: Stroke): boolean => {
  if (row.purged || (row.retractedAt !== null && draft.type !== 'message.purged')) return false
  switch (draft.type) {
    case 'message.edited':
      row.texts = [...row.texts, { ...textOf(draft), at, revision, edited: true }]
      row.version += 1
      return true
    case 'message.retracted':
      empty(row)
      row.retractedAt = at
      return true
    case 'message.purged':
      purge(row)
      return true
    case 'message.pinned':
      if (row.pin !== null) return false
      row.pin = { at, by: actor, revision }
      return true
    case 'message.unpinned':
      if (row.pin === null) return false
      row.pin = null
      return true
    case 'reaction.added':
      if (row.reactions.some(isOwn(draft.emoji, actor))) return false
      row.reactions = [...row.reactions, { emoji: draft.emoji, userId: actor, revision }]
      return true
    case 'reaction.removed': {
      const rest = row.reactions.filter((reaction) => !isOwn(draft.emoji, actor)(reaction))
      if (rest.length === row.reactions.length) return false
      row.reactions = rest
      return true
    }
  }
}

const textOf = ({ body, mentions, words }: Extract<MessageChange, { readonly type: 'message.edited' }>) => ({
  body,
  mentions,
  words,
})

const empty = (row: MessageRow): void => {
  row.texts = []
  row.reactions = []
  row.pin = null
  row.version += 1
}

/** Takes a message out of every view. */
export const purge = (row: MessageRow): void => {
  empty(row)
  row.purged = true
}

const isOwn =
  (emoji: string, userId: UserId) =>
  (reaction: { readonly emoji: string; readonly userId: UserId }): boolean =>
    reaction.emoji === emoji && reaction.userId === userId
