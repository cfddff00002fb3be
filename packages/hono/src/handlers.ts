import type { CallOptions, Session } from '@msg/core'
import type { Input, Output, Verb } from '@msg/contract'

/** How a verb is answered. */
export type Handler<V extends Verb> = (session: Session, input: Input<V>, options: CallOptions) => Promise<Output<V>>

/** One line a verb; a verb of the contract without one does not compile. */
export const handlers: { readonly [V in Verb]: Handler<V> } = {
  'conversations.startDirect': (session, input, options) => session.conversations.startDirect(input, options),
  'conversations.startGroup': (session, input, options) => session.conversations.startGroup(input, options),
  'conversations.openRoom': (session, input, options) => session.conversations.openRoom(input, options),
  'conversations.openChannel': (session, input, options) => session.conversations.openChannel(input, options),
  'conversations.update': (session, input, options) => session.conversations.update(input, options),
  'conversations.get': (session, input, options) => session.conversations.get(input, options),
  'members.add': (session, input, options) => session.members.add(input, options),
  'members.join': (session, input, options) => session.members.join(input, options),
  'members.leave': (session, input, options) => session.members.leave(input, options),
  'members.remove': (session, input, options) => session.members.remove(input, options),
  'members.setRole': (session, input, options) => session.members.setRole(input, options),
  'members.list': (session, input, options) => session.members.list(input, options),
  'messages.send': (session, input, options) => session.messages.send(input, options),
  'messages.sendToUsers': (session, input, options) => session.messages.sendToUsers(input, options),
  'messages.sendToTarget': (session, input, options) => session.messages.sendToTarget(input, options),
  'messages.get': (session, input, options) => session.messages.get(input, options),
  'messages.list': (session, input, options) => session.messages.list(input, options),
  'messages.search': (session, input, options) => session.messages.search(input, options),
  'messages.edit': (session, input, options) => session.messages.edit(input, options),
  'messages.retract': (session, input, options) => session.messages.retract(input, options),
  'messages.hide': (session, input, options) => session.messages.hide(input, options),
  'messages.pin': (session, input, options) => session.messages.pin(input, options),
  'messages.unpin': (session, input, options) => session.messages.unpin(input, options),
  'messages.revisions': (session, input, options) => session.messages.revisions(input, options),
  'reactions.add': (session, input, options) => session.reactions.add(input, options),
  'reactions.remove': (session, input, options) => session.reactions.remove(input, options),
  'receipts.markRead': (session, input, options) => session.receipts.markRead(input, options),
  'receipts.markDelivered': (session, input, options) => session.receipts.markDelivered(input, options),
  'receipts.list': (session, input, options) => session.receipts.list(input, options),
  'inbox.list': (session, input, options) => session.inbox.list(input, options),
  'inbox.unread': (session, input, options) => session.inbox.unread(input, options),
  'people.search': (session, input, options) => session.people.search(input, options),
  'people.contacts': (session, input, options) => session.people.contacts(input, options),
  'people.get': (session, input, options) => session.people.get(input, options),
  'live.read': (session, input, options) => session.live.read(input, options),
}
