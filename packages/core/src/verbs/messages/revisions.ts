import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput, RevisionList } from '../../session.ts'
import type { Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({ messageId: id })

export const listRevisions: Verb<MessageInput, RevisionList> = async (context, input) => {
  const { messageId } = read(input)
  return { revisions: await seen(context, { messageId }, (viewer) => context.store.revisions(viewer, messageId)) }
}
