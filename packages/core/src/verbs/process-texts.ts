import { MsgError } from '../errors.ts'
import type { TextDraft } from '../policies/processor.ts'
import type { ChangeDraft, CommitItem } from '../ports/store.ts'
import { limits } from '../rules/limits.ts'
import { wordsOf } from '../rules/search-text.ts'
import { wrongText } from '../rules/text.ts'
import type { Context } from './context.ts'

/** The changes with their texts as the host's processors make them, one after the other. @throws unavailable */
export const processTexts = async (context: Context, item: CommitItem): Promise<readonly ChangeDraft[]> => {
  const { conversationId } = item
  if (conversationId === null) return item.changes
  return Promise.all(
    item.changes.map(async (draft) => {
      if (draft.type !== 'message.sent' && draft.type !== 'message.edited') return draft
      const body = await processed(context, { conversationId, body: draft.body })
      return { ...draft, body, words: wordsOf(body) }
    }),
  )
}

const processed = async (
  { me, host }: Context,
  { conversationId, body }: Omit<TextDraft, 'authorId'>,
): Promise<string> => {
  let draft: TextDraft = { authorId: me, conversationId, body }
  try {
    for (const processor of host.processors) draft = await processor.process(draft)
    if (wrongText(draft.body, { characters: limits.body, bytes: limits.bodyBytes }) === null) return draft.body
  } catch (cause) {
    throw new MsgError('unavailable', 'what works on texts failed', { outcome: 'none', cause })
  }
  throw new MsgError('unavailable', 'what works on texts made one that cannot be kept', { outcome: 'none' })
}
