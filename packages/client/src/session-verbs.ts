import type { CallOptions, Session } from '@msg/core'
import type { Input, Output, Verb } from '@msg/contract'
import type { Http } from './http.ts'

type Verbs = Pick<
  Session,
  | 'conversations'
  | 'members'
  | 'messages'
  | 'reactions'
  | 'attachments'
  | 'receipts'
  | 'rooms'
  | 'inbox'
  | 'people'
  | 'account'
> & {
  readonly live: Omit<Session['live'], 'subscribe' | 'watch'>
}

/** Every verb of a session that is a request and its answer. */
export const sessionVerbs = (http: Http): Verbs => {
  const verb =
    <V extends Verb>(name: V) =>
    (input?: Input<V>, options?: CallOptions): Promise<Output<V>> =>
      http.call(name, input, options)
  return {
    conversations: {
      startDirect: verb('conversations.startDirect'),
      startGroup: verb('conversations.startGroup'),
      openRoom: verb('conversations.openRoom'),
      openChannel: verb('conversations.openChannel'),
      update: verb('conversations.update'),
      delete: verb('conversations.delete'),
      get: verb('conversations.get'),
    },
    members: {
      add: verb('members.add'),
      join: verb('members.join'),
      leave: verb('members.leave'),
      remove: verb('members.remove'),
      setRole: verb('members.setRole'),
      list: verb('members.list'),
    },
    messages: {
      send: verb('messages.send'),
      sendToUsers: verb('messages.sendToUsers'),
      sendToTarget: verb('messages.sendToTarget'),
      get: verb('messages.get'),
      list: verb('messages.list'),
      around: verb('messages.around'),
      stats: verb('messages.stats'),
      search: verb('messages.search'),
      edit: verb('messages.edit'),
      retract: verb('messages.retract'),
      purge: verb('messages.purge'),
      hide: verb('messages.hide'),
      pin: verb('messages.pin'),
      unpin: verb('messages.unpin'),
      revisions: verb('messages.revisions'),
    },
    reactions: { add: verb('reactions.add'), remove: verb('reactions.remove') },
    attachments: { upload: verb('attachments.upload'), get: verb('attachments.get') },
    receipts: {
      markRead: verb('receipts.markRead'),
      markDelivered: verb('receipts.markDelivered'),
      list: verb('receipts.list'),
      reads: verb('receipts.reads'),
    },
    rooms: { browse: verb('rooms.browse') },
    inbox: {
      list: verb('inbox.list'),
      clear: verb('inbox.clear'),
      mute: verb('inbox.mute'),
      unread: verb('inbox.unread'),
      unreadByConversation: verb('inbox.unreadByConversation'),
    },
    people: {
      search: verb('people.search'),
      contacts: verb('people.contacts'),
      get: verb('people.get'),
      block: verb('people.block'),
      unblock: verb('people.unblock'),
      blocked: verb('people.blocked'),
    },
    account: { export: verb('account.export'), erase: verb('account.erase') },
    live: { read: verb('live.read'), typing: verb('live.typing') },
  }
}
