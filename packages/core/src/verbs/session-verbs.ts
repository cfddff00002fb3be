import { isMsgError, MsgError } from '../errors.ts'
import type { CallOptions, LiveVerbs, Session } from '../session.ts'
import type { Context, Verb } from './context.ts'
import { getConversation } from './conversations/get.ts'
import { openChannel } from './conversations/open-channel.ts'
import { openRoom } from './conversations/open-room.ts'
import { startDirect } from './conversations/start-direct.ts'
import { startGroup } from './conversations/start-group.ts'
import { updateConversation } from './conversations/update.ts'
import { listInbox } from './inbox/list.ts'
import { unread } from './inbox/unread.ts'
import { readChanges } from './live/read.ts'
import { addMembers } from './members/add.ts'
import { joinConversation } from './members/join.ts'
import { leaveConversation } from './members/leave.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { setRole } from './members/set-role.ts'
import { editMessage } from './messages/edit.ts'
import { getMessage } from './messages/get.ts'
import { hideMessage } from './messages/hide.ts'
import { listMessages } from './messages/list.ts'
import { pinMessage } from './messages/pin.ts'
import { retractMessage } from './messages/retract.ts'
import { listRevisions } from './messages/revisions.ts'
import { searchMessages } from './messages/search.ts'
import { sendMessage } from './messages/send.ts'
import { sendToUsers } from './messages/send-to-users.ts'
import { sendToTarget } from './messages/send-to-target.ts'
import { unpinMessage } from './messages/unpin.ts'
import { listContacts } from './people/contacts.ts'
import { getPeople } from './people/get.ts'
import { searchPeople } from './people/search.ts'
import { addReaction } from './reactions/add.ts'
import { removeReaction } from './reactions/remove.ts'
import { listReceipts } from './receipts/list.ts'
import { markDelivered } from './receipts/mark-delivered.ts'
import { markRead } from './receipts/mark-read.ts'

/** The session in process: every verb bound to one user. */
export const sessionOf = (context: Context, subscribe: LiveVerbs['subscribe']): Session => {
  const bound =
    <Input, Output>(verb: Verb<Input, Output>) =>
    (input: Input, options: CallOptions = {}): Promise<Output> =>
      abortable(() => told(verb(context, input, options)), options.signal)
  const listing = bound(listInbox)
  const counting = bound(unread)
  const reading = bound(readChanges)
  const contacting = bound(listContacts)
  return {
    me: context.me,
    connection: { state: 'online', onChange: () => () => {} },
    conversations: {
      startDirect: bound(startDirect),
      startGroup: bound(startGroup),
      openRoom: bound(openRoom),
      openChannel: bound(openChannel),
      update: bound(updateConversation),
      get: bound(getConversation),
    },
    members: {
      add: bound(addMembers),
      join: bound(joinConversation),
      leave: bound(leaveConversation),
      remove: bound(removeMember),
      setRole: bound(setRole),
      list: bound(listMembers),
    },
    messages: {
      send: bound(sendMessage),
      sendToUsers: bound(sendToUsers),
      sendToTarget: bound(sendToTarget),
      get: bound(getMessage),
      list: bound(listMessages),
      search: bound(searchMessages),
      edit: bound(editMessage),
      retract: bound(retractMessage),
      hide: bound(hideMessage),
      pin: bound(pinMessage),
      unpin: bound(unpinMessage),
      revisions: bound(listRevisions),
    },
    reactions: { add: bound(addReaction), remove: bound(removeReaction) },
    receipts: { markRead: bound(markRead), markDelivered: bound(markDelivered), list: bound(listReceipts) },
    inbox: {
      list: (input = {}, options) => listing(input, options),
      unread: (input = {}, options) => counting(input, options),
    },
    people: {
      search: bound(searchPeople),
      contacts: (input = {}, options) => contacting(input, options),
      get: bound(getPeople),
    },
    live: { subscribe, read: (input = {}, options) => reading(input, options) },
  }
}

/** What fails outside of the rules (a store, a directory of the host) is told as what it means to the caller. */
export const told = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    if (isMsgError(cause)) throw cause
    throw new MsgError('unavailable', 'what this depends on failed', { outcome: 'unknown', cause })
  })

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
