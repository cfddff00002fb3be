import type { CallOptions, Hidden, Message, Receipt, Session } from '@msg/core'
import type { OutboxWrite } from './outbox-entry.ts'

/** Does a write: what its verb answers. */
export const perform = (
  session: Session,
  write: OutboxWrite,
  options: CallOptions,
): Promise<Message | Hidden | Receipt> => {
  const { messages, reactions, receipts } = session
  switch (write.verb) {
    case 'messages.send':
      return messages.send(write.input, options)
    case 'messages.edit':
      return messages.edit(write.input, options)
    case 'messages.retract':
      return messages.retract(write.input, options)
    case 'messages.hide':
      return messages.hide(write.input, options)
    case 'messages.pin':
      return messages.pin(write.input, options)
    case 'messages.unpin':
      return messages.unpin(write.input, options)
    case 'reactions.add':
      return reactions.add(write.input, options)
    case 'reactions.remove':
      return reactions.remove(write.input, options)
    case 'receipts.markRead':
      return receipts.markRead(write.input, options)
  }
}
