import type { Purged } from '../../model/message.ts'
import { notFound } from '../../rules/decision.ts'
import { decidePurge } from '../../rules/editing.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOnMessage } from '../on-message.ts'

const read = inputOf({ messageId: id })

export const purgeMessage: Verb<MessageInput, Purged> = async (context, input) => {
  const { messageId } = read(input)
  let seq: number | null = null
  const conversationId = await decideOnMessage(context, { messageId }, (facts) => {
    seq = facts.message?.seq ?? null
    return decidePurge(facts, context.me)
  })
  if (seq === null) throw notFound()
  return { conversationId, messageId, seq }
}
