import { MsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import { personalVerb } from '../rules/services.ts'
import { readGroups, verbTable } from '../rules/verb-table.ts'
import type {
  AccountVerbs,
  AttachmentVerbs,
  CallOptions,
  ConversationVerbs,
  InboxVerbs,
  LiveVerbs,
  MemberVerbs,
  MessageVerbs,
  PeopleVerbs,
  ReactionVerbs,
  ReceiptVerbs,
  RoomVerbs,
  Session,
} from '../session.ts'
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
import { told } from './told.ts'

/** Binds a verb to one user. */
type Bind = <Input, Output>(
  name: VerbName,
  verb: Verb<Input, Output>,
) => (input: Input, options?: CallOptions) => Promise<Output>

/** What all sessions have in common. */
type Shared = Omit<Context, 'me' | 'verb'>

/** What a session has of its own. */
interface Own extends Pick<LiveVerbs, 'subscribe' | 'watch'> {
  readonly me: UserId
}

/**
 * The session in process: every verb bound to one user. There is one for each request, which calls one verb: so the verbs of a
 * noun are bound when they are asked for.
 */
export const sessionOf = (shared: Shared, { me, subscribe, watch }: Own): Session => {
  const bound: Bind =
    (name, verb) =>
    (input, options = {}) =>
      abortable(() => told(called({ ...shared, me, verb: name }, verb, { input, options })), options.signal)
  return {
    me,
    connection: { state: 'online', onChange: () => () => {} },
    get conversations() {
      return conversationVerbs(bound)
    },
    get members() {
      return memberVerbs(bound)
    },
    get messages() {
      return messageVerbs(bound)
    },
    get reactions() {
      return reactionVerbs(bound)
    },
    get attachments() {
      return attachmentVerbs(bound)
    },
    get receipts() {
      return receiptVerbs(bound)
    },
    get rooms() {
      return roomVerbs(bound)
    },
    get inbox() {
      return inboxVerbs(bound)
    },
    get people() {
      return peopleVerbs(bound)
    },
    get account() {
      return accountVerbs(bound)
    },
    get live() {
      return { subscribe, watch, ...liveVerbs(bound) }
    },
  }
}

const conversationVerbs = (bound: Bind): ConversationVerbs => ({
  startDirect: bound('conversations.startDirect', startDirect),
  startGroup: bound('conversations.startGroup', startGroup),
  openRoom: bound('conversations.openRoom', openRoom),
  openChannel: bound('conversations.openChannel', openChannel),
  update: bound('conversations.update', updateConversation),
  delete: bound('conversations.delete', deleteConversation),
  get: bound('conversations.get', getConversation),
})

const memberVerbs = (bound: Bind): MemberVerbs => ({
  add: bound('members.add', addMembers),
  join: bound('members.join', joinConversation),
  leave: bound('members.leave', leaveConversation),
  remove: bound('members.remove', removeMember),
  setRole: bound('members.setRole', setRole),
  list: bound('members.list', listMembers),
})

const messageVerbs = (bound: Bind): MessageVerbs => ({
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
})

const reactionVerbs = (bound: Bind): ReactionVerbs => ({
  add: bound('reactions.add', addReaction),
  remove: bound('reactions.remove', removeReaction),
})

const attachmentVerbs = (bound: Bind): AttachmentVerbs => ({
  upload: bound('attachments.upload', uploadAttachment),
  get: bound('attachments.get', getAttachment),
})

const receiptVerbs = (bound: Bind): ReceiptVerbs => ({
  markRead: bound('receipts.markRead', markRead),
  markDelivered: bound('receipts.markDelivered', markDelivered),
  list: bound('receipts.list', listReceipts),
  reads: bound('receipts.reads', listReads),
})

const roomVerbs = (bound: Bind): RoomVerbs => ({
  browse: (input = {}, options) => bound('rooms.browse', browseRooms)(input, options),
})

const inboxVerbs = (bound: Bind): InboxVerbs => ({
  list: (input = {}, options) => bound('inbox.list', listInbox)(input, options),
  clear: bound('inbox.clear', clearConversation),
  mute: bound('inbox.mute', muteConversation),
  unreadByConversation: (input = {}, options) =>
    bound('inbox.unreadByConversation', unreadByConversation)(input, options),
  unread: (input = {}, options) => bound('inbox.unread', unread)(input, options),
})

const peopleVerbs = (bound: Bind): PeopleVerbs => ({
  search: bound('people.search', searchPeople),
  contacts: (input = {}, options) => bound('people.contacts', listContacts)(input, options),
  get: bound('people.get', getPeople),
  block: bound('people.block', blockUser),
  unblock: bound('people.unblock', unblockUser),
  blocked: (input = {}, options) => bound('people.blocked', listBlocked)(input, options),
})

const accountVerbs = (bound: Bind): AccountVerbs => ({
  export: (input = {}, options) => bound('account.export', exportAccount)(input, options),
  erase: (input = {}, options) => bound('account.erase', eraseAccount)(input, options),
})

const liveVerbs = (bound: Bind): Omit<LiveVerbs, 'subscribe' | 'watch'> => ({
  read: (input = {}, options) => bound('live.read', readChanges)(input, options),
  typing: bound('live.typing', signalTyping),
})

interface Call<Input> {
  readonly input: Input
  readonly options: CallOptions
}

/** The host is asked about what writes once it is known what that would be, about what reads before it does. */
const called = async <Input, Output>(
  context: Context,
  verb: Verb<Input, Output>,
  { input, options }: Call<Input>,
): Promise<Output> => {
  const refused = personalVerb(context.me, context.verb)
  if (refused !== null) throw refused.refusal
  if (readGroups.has(verbTable[context.verb].group)) await askHostToRead(context)
  return verb(context, input, options)
}

/** Stops waiting when the signal fires. What was already under way may still be committed. */
const abortable = async <T>(run: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return run()
  if (signal.aborted) throw new MsgError('aborted', 'the call was aborted', { outcome: 'none' })
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new MsgError('aborted', 'the call was aborted', { outcome: 'unknown' }))
    signal.addEventListener('abort', abort, { once: true })
    run()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
