import type { Conversation } from '../model/conversation.ts'
import type { Permissions } from '../model/member.ts'
import type { ConversationRecord } from '../ports/store.ts'
import { noRights } from './rights.ts'
import type { Rights } from './rights.ts'

/**
 * A conversation with what its viewer may do in it, by the same conditions the decisions refuse by. Without `rights` (in
 * an inbox, where nobody asks the targets of every row) it is what their membership alone allows.
 */
export const withPermissions = (record: ConversationRecord, rights: Rights = noRights): Conversation => ({
  ...record,
  me: { ...record.me, can: permissions(record, rights) },
})

const permissions = (record: ConversationRecord, rights: Rights): Permissions => {
  const { kind, closedAt, visibility, joinPolicy, invitePolicy, me } = record
  const active = me.status === 'active'
  const open = closedAt === null
  const takesPart = open && (active || rights.post)
  const admin = rights.moderate || (active && me.role === 'admin')
  const manages = open && admin && (kind === 'group' || kind === 'room')
  const invites = kind === 'group' ? active && invitePolicy === 'members' : false
  const joinedByAll = visibility === 'public' && joinPolicy === 'open'
  const readsOn = active || rights.view || rights.moderate || (kind === 'room' && visibility === 'public')
  return {
    send: takesPart,
    react: takesPart || (open && kind === 'channel' && readsOn),
    pin: kind === 'direct' ? active : admin,
    update: manages,
    addMembers: open && (invites || (kind === 'direct' && active) || (manages && !joinedByAll)),
    manageMembers: manages,
    moderate: rights.moderate,
    join: open && kind === 'room' && !active && (rights.moderate || (joinPolicy === 'open' && me.status !== 'removed')),
    leave: active && kind !== 'direct',
    markRead: readsOn,
  }
}
