import { notFound } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput, RevisionList } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({ messageId: id })

export const listRevisions: Verb<MessageInput, RevisionList> = async ({ store, me }, input) => {
  const revisions = await store.revisions(me, read(input).messageId)
  if (revisions === null) throw notFound()
  return { revisions }
}
