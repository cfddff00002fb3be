import { MsgError } from '../errors.ts'
import { personalVerb } from '../rules/services.ts'
import { readGroups, verbTable } from '../rules/verb-table.ts'
import type { CallOptions, LiveVerbs, Session } from '../session.ts'
import type { VerbName } from '../verb-name.ts'
import { askHostToRead } from './ask-host.ts'
import type { Context, Verb } from './context.ts'
import { getAttachment } from './attachments/get.ts'
import { uploadAttachment } from './attachments/upload.ts'
import { eraseAccount } from './account/erase.ts'
import { exportAccount } from './account/export.ts'
import { deleteConversation } from './conversations/delete.ts'
import { getConversation } from './conversations/get.ts'
import { openChannel } from './conversations/open-channel.ts'
import { openRoom } from './conversations/open-room.ts'
import { startDirect } from './conversations/start-direct.ts'
import { startGroup } from './conversations/start-group.ts'
import { updateConversation } from './conversations/update.ts'
import { clearConversation } from './inbox/clear.ts'
import { listInbox } from './inbox/list.ts'
import { muteConversation } from './inbox/mute.ts'
import { unreadByConversation } from './inbox/unread-by-conversation.ts'
import { unread } from './inbox/unread.ts'
import { readChanges } from './live/read.ts'
import { signalTyping } from './live/typing.ts'
import { addMembers } from './members/add.ts'
import { joinConversation } from './members/join.ts'
import { leaveConversation } from './members/leave.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { setRole } from './members/set-role.ts'
import { messagesAround } from './messages/around.ts'
import { messageStats } from './messages/stats.ts'
import { editMessage } from './messages/edit.ts'
import { getMessage } from './messages/get.ts'
import { hideMessage } from './messages/hide.ts'
import { listMessages } from './messages/list.ts'
import { pinMessage } from './messages/pin.ts'
import { purgeMessage } from './messages/purge.ts'
import { retractMessage } from './messages/retract.ts'
import { listRevisions } from './messages/revisions.ts'
import { searchMessages } from './messages/search.ts'
import { sendMessage } from './messages/send.ts'
import { sendToUsers } from './messages/send-to-users.ts'
import { sendToTarget } from './messages/send-to-target.ts'
import { unpinMessage } from './messages/unpin.ts'
import { blockUser } from './people/block.ts'
import { listBlocked } from './people/blocked.ts'
import { listContacts } from './people/contacts.ts'
import { getPeople } from './people/get.ts'
import { searchPeople } from './people/search.ts'
import { unblockUser } from './people/unblock.ts'
import { browseRooms } from './rooms/browse.ts'
import { addReaction } from './reactions/add.ts'
import { removeReaction } from './reactions/remove.ts'
import { listReceipts } from './receipts/list.ts'
import { markDelivered } from './receipts/mark-delivered.ts'
import { markRead } from './receipts/mark-read.ts'
import { listReads } from './receipts/reads.ts'
import { meant } from './told.ts'

/** The session in process: every verb bound to one user. */
export const sessionOf = (shared: Omit<Context, 'verb'>, streams: Pick<LiveVerbs, 'subscribe' | 'watch'>): Session => {
  const bound = <Input, Output>(name: VerbName, verb: Verb<Input, Output>) => {
    let context: Context | undefined
    return (input: Input, options: CallOptions = {}): Promise<Output> => {
      context ??= { ...shared, verb: name }
      const call = { context, verb, input, options }
      return options.signal === undefined ? called(call) : abortable(() => called(call), options.signal)
    }
  }
  const listing = bound('inbox.list', listInbox)
  const browsing = bound('rooms.browse', browseRooms)
  const counting = bound('inbox.unread', unread)
  const countingEach = bound('inbox.unreadByConversation', unreadByConversation)
  const reading = bound('live.read', readChanges)
  const contacting = bound('people.contacts', listContacts)
  const blocking = bound('people.blocked', listBlocked)
  const erasing = bound('account.erase', eraseAccount)
  const exporting = bound('account.export', exportAccount)
  return {
    me: shared.me,
    features: shared.host.features,
    connection: { state: 'online', polls: false, onChange: () => () => {} },
    conversations: {
      startDirect: bound('conversations.startDirect', startDirect),
      startGroup: bound('conversations.startGroup', startGroup),
      openRoom: bound('conversations.openRoom', openRoom),
      openChannel: bound('conversations.openChannel', openChannel),
      update: bound('conversations.update', updateConversation),
      delete: bound('conversations.delete', deleteConversation),
      get: bound('conversations.get', getConversation),
    },
    members: {
      add: bound('members.add', addMembers),
      join: bound('members.join', joinConversation),
      leave: bound('members.leave', leaveConversation),
      remove: bound('members.remove', removeMember),
      setRole: bound('members.setRole', setRole),
      list: bound('members.list', listMembers),
    },
    messages: {
      send: bound('messages.send', sendMessage),
      sendToUsers: bound('messages.sendToUsers', sendToUsers),
      sendToTarget: bound('messages.sendToTarget', sendToTarget),
      get: bound('messages.get', getMessage),
      list: bound('messages.list', listMessages),
      around: bound('messages.around', messagesAround),
      stats: bound('messages.stats', messageStats),
      search: bound('messages.search', searchMessages),
      edit: bound('messages.edit', editMessage),
      retract: bound('messages.retract', retractMessage),
      purge: bound('messages.purge', purgeMessage),
      hide: bound('messages.hide', hideMessage),
      pin: bound('messages.pin', pinMessage),
      unpin: bound('messages.unpin', unpinMessage),
      revisions: bound('messages.revisions', listRevisions),
    },
    reactions: { add: bound('reactions.add', addReaction), remove: bound('reactions.remove', removeReaction) },
    attachments: {
      upload: bound('attachments.upload', uploadAttachment),
      get: bound('attachments.get', getAttachment),
    },
    receipts: {
      markRead: bound('receipts.markRead', markRead),
      markDelivered: bound('receipts.markDelivered', markDelivered),
      list: bound('receipts.list', listReceipts),
      reads: bound('receipts.reads', listReads),
    },
    rooms: { browse: (input = {}, options) => browsing(input, options) },
    inbox: {
      list: (input = {}, options) => listing(input, options),
      clear: bound('inbox.clear', clearConversation),
      mute: bound('inbox.mute', muteConversation),
      unreadByConversation: (input = {}, options) => countingEach(input, options),
      unread: (input = {}, options) => counting(input, options),
    },
    people: {
      search: bound('people.search', searchPeople),
      contacts: (input = {}, options) => contacting(input, options),
      get: bound('people.get', getPeople),
      block: bound('people.block', blockUser),
      unblock: bound('people.unblock', unblockUser),
      blocked: (input = {}, options) => blocking(input, options),
    },
    account: {
      export: (input = {}, options) => exporting(input, options),
      erase: (input = {}, options) => erasing(input, options),
    },
    live: {
      ...streams,
      read: (input = {}, options) => reading(input, options),
      typing: bound('live.typing', signalTyping),
    },
  }
}

interface Call<Input, Output> {
  readonly context: Context
  readonly verb: Verb<Input, Output>
  readonly input: Input
  readonly options: CallOptions
}

/** The host is asked about what writes once it is known what that would be, about what reads before it does. */
const called = async <Input, Output>({ context, verb, input, options }: Call<Input, Output>): Promise<Output> => {
  const refused = personalVerb(context.me, context.verb)
  if (refused !== null) throw refused.refusal
  try {
    if (readGroups.has(verbTable[context.verb].group)) await askHostToRead(context)
    return await verb(context, input, options)
  } catch (cause) {
    throw meant(cause)
  }
}

/** Stops waiting when the signal fires. What was already under way may still be committed. */
const abortable = async <T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  if (signal.aborted) throw new MsgError('aborted', 'the call was aborted', { outcome: 'none' })
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new MsgError('aborted', 'the call was aborted', { outcome: 'unknown' }))
    signal.addEventListener('abort', abort, { once: true })
    run()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
